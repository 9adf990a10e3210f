-- Grain: one row per return under the number of an order in stated_returns, with only what exceeds the returns that its order
-- already states: shops export one refund both as a change of the order and as a document of its own.
-- Numbers may start anew, so a return belongs to the newest order under its number.
-- Reads: newest_lines, stated_returns.
with returns as (
  from newest_lines semi join stated_returns using (customer_id, order_id)
  where kind = 'return'
),

orders as (
  select distinct customer_id, order_id, ordered_at::date as ordered_on
  from newest_lines semi join returns using (customer_id, order_id)
  where kind <> 'return'
),

of_orders as (
  select
    returns.*,
    stated_returns.stated,
    sum(-amount) over (
      partition by returns.customer_id, returns.order_id, orders.ordered_on order by ordered_at, upload_id, amount
      rows unbounded preceding) as returned
  from returns
  asof left join orders
    on returns.customer_id = orders.customer_id
    and returns.order_id = orders.order_id
    and returns.ordered_at::date >= orders.ordered_on
  left join stated_returns
    on orders.customer_id = stated_returns.customer_id
    and orders.order_id = stated_returns.order_id
    and orders.ordered_on = stated_returns.ordered_on
)

select * exclude (stated, returned) replace (
  -least(-amount, greatest(0, returned - coalesce(stated, 0)))::decimal(18, 4) as amount)
from of_orders

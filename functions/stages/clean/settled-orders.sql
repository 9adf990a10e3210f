-- Grain: one row per distinct row of orders that could not be decided alone (an equal row, a negative line, a refunded amount), as
-- its whole order decides it: its `kind`, its `amount`, how often the file has it, how often it counts, and what is `refunded` of
-- all the rows of it that count.
--   Equal rows all count if only then the lines sum to the order's total; otherwise one of them counts. Cancelled lines are no part of
--   that sum, unless the whole order is cancelled.
--   A negative line of an order that sums to a sale is a discount, a purchase with a negative amount (or undone, if the order is);
--   otherwise it is a return.
--   A refunded amount is taken from the lines of its order, the largest first. An order refunded in full is undone.
-- An order is a number of one customer on one day.
-- Reads: undecided (such rows, once each, with `rejected_payload` as orders.sql writes it), decided (the other kept rows), copies.
-- Parameters: $refund_of varchar: row or order, what a refunded amount is about.
with lines as (
  select
    customer_id, order_id, ordered_at::date as ordered_on, kind, amount, row_hash,
    coalesce(times, 1) as times,
    rejected_payload.may_be_discount as may_be_discount,
    rejected_payload.names_discount as names_discount,
    rejected_payload.refunded as refunded,
    rejected_payload.order_total as order_total,
    kind in ('purchase', 'undone') or may_be_discount as is_sale
  from (select * exclude (rejected_payload), rejected_payload, rejected_payload.row_hash as row_hash from undecided)
  left join copies using (row_hash)
),

-- The other lines of these orders.
others as (
  select
    customer_id, order_id, ordered_at::date as ordered_on,
    sum(amount) filter (kind <> 'void') as amount,
    sum(amount) filter (kind = 'void') as void_amount,
    bool_or(kind = 'purchase') as has_purchase
  from decided
  semi join (
    select distinct customer_id, order_id from lines
    where may_be_discount or order_total is not null or refunded is not null
  ) as orders using (customer_id, order_id)
  where kind in ('purchase', 'undone', 'void')
  group by all
),

sums as (
  select
    customer_id, order_id, ordered_on,
    coalesce(sum(lines.amount) filter (is_sale), 0) + coalesce(any_value(others.amount), 0) as sold_once,
    coalesce(sum(lines.amount * times) filter (is_sale), 0) + coalesce(any_value(others.amount), 0) as sold_with_equal_rows,
    coalesce(sum(lines.amount) filter (kind = 'void'), 0) + coalesce(any_value(others.void_amount), 0) as void_once,
    coalesce(sum(lines.amount * times) filter (kind = 'void'), 0) + coalesce(any_value(others.void_amount), 0) as void_with_equal_rows,
    bool_or(is_sale) or any_value(others.amount) is not null as has_sale,
    max(order_total) as total,
    coalesce(any_value(others.has_purchase), false) or bool_or(kind = 'purchase') as has_purchase,
    max(refunded) as refunded
  from lines
  left join others using (customer_id, order_id, ordered_on)
  group by customer_id, order_id, ordered_on
),

orders as (
  select
    * exclude (sold_once, sold_with_equal_rows, void_once, void_with_equal_rows),
    if(has_sale, sold_once, void_once) as once,
    if(has_sale, sold_with_equal_rows, void_with_equal_rows) as with_equal_rows,
    coalesce(abs(with_equal_rows - total) < 0.005 and abs(once - total) >= 0.005, false) as equal_rows_count,
    if(equal_rows_count, sold_with_equal_rows, sold_once) as sold
  from sums
),

counted as (
  select
    lines.* exclude (refunded),
    if(equal_rows_count, times, 1) as times_kept,
    case
      when not may_be_discount then kind
      when sold > 0 or (sold = 0 and names_discount) then if(has_purchase, 'purchase', 'undone')
      else 'return' end as settled_kind,
    if($refund_of::varchar = 'order', orders.refunded, lines.refunded) as to_refund,
    if($refund_of::varchar = 'order', sold, lines.amount) as refundable,
    coalesce(sum(greatest(lines.amount, 0) * times_kept) over (
      partition by customer_id, order_id, ordered_on, is_sale order by lines.amount desc, row_hash
      rows between unbounded preceding and 1 preceding), 0) as amount_before
  from lines
  join orders using (customer_id, order_id, ordered_on)
),

refunded as (
  select
    *,
    coalesce(to_refund > 0 and kind in ('purchase', 'undone') and settled_kind <> 'return', false) as has_refund,
    has_refund and to_refund >= refundable - 0.005 as is_undone,
    case
      when not has_refund or is_undone or amount <= 0 then 0
      when $refund_of::varchar = 'order' then
        least(amount * times_kept, greatest(0, to_refund - amount_before))
      else to_refund * times_kept end as taken
  from counted
)

select
  row_hash,
  case when is_undone then 'undone' when has_refund and kind = 'undone' then 'purchase' else settled_kind end as kind,
  amount,
  taken::decimal(18, 4) as refunded,
  times::integer as times,
  times_kept::integer as times_kept
from refunded

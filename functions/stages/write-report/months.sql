-- Grain: one row per month and tier with a purchase in it: customers who bought, their orders and their purchases.
-- Reads: tiers, features (the customers of one bucket).
with bought as (
  select customer_id, unnest(monthly_purchases, recursive := true)
  from features
  where monthly_purchases is not null
)

select
  strftime(bought."month", '%Y-%m') as "month",
  tier,
  count(*)::integer as customers,
  sum(bought.orders)::integer as orders,
  sum(spend)::double as spend
from bought
join tiers using (customer_id)
group by all

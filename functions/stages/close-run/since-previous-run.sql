-- Grain: one row per tier of the run before and whether its customers were control: what they did since. Only customers who
-- are still in the data, and not those of whom totals alone are known.
-- Squares are summed as decimals of the largest, so that no order of rows changes the sum and no amount is too large for it.
-- Reads: previously_published (the customers that any run before has published), tiers (all customers of the run).
with returned as (
  select
    previously_published.tier, coalesce(previously_published.control, false) as control,
    orders_since, spend_since,
    (select greatest(max(abs(spend_since)), 1)::double from tiers) as largest
  from previously_published
  join tiers using (customer_id)
  where orders_since is not null
)

select
  tier, control,
  count(*)::integer as customers,
  count_if(orders_since > 0)::integer as bought,
  sum(spend_since)::double as spend,
  sum(((spend_since::double / largest) ** 2)::decimal(38, 28))::double * any_value(largest) ** 2 as spend_squares
from returned
group by tier, control

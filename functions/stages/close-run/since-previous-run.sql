-- Grain: one row per tier of the previous run and control group: purchases since then. Only customers still in the data, and
-- not those known by totals only.
-- Squares are summed as decimals relative to the largest amount, so that row order does not change the sum and no amount
-- overflows.
-- Reads: previously_published (customers published by any earlier run), tiers (all customers of the run).
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

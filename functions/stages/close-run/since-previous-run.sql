-- Grain: one row per tier of the previous run and control group: purchases since then. Only customers still in the data, and
-- not those known by totals only.
-- Reads: facts.
with by_scale as (
  select
    published_tier, published_control, spend_scale,
    sum(customers) as customers,
    sum(bought) as bought,
    sum(spend_since) as spend,
    sum(spend_squares)::double * 10.0 ** (2 * spend_scale) as squares
  from facts
  where is_compared
  group by published_tier, published_control, spend_scale
)

select
  published_tier as tier,
  published_control as control,
  sum(customers)::integer as customers,
  sum(bought)::integer as bought,
  sum(spend)::double as spend,
  -- In this order, because a sum of doubles depends on it.
  list_sum(list(squares order by spend_scale)) as spend_squares
from by_scale
group by published_tier, published_control

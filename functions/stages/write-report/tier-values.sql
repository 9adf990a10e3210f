-- Grain: one row per tier with customers: how many have a CLV, its sum, and the sums of the ends of its 95 % intervals.
-- Sums are DECIMAL, so row order does not change them.
-- Reads: tiers (all customers of the run).
select
  tier,
  count(clv)::integer as customers,
  coalesce(sum(clv::decimal(38, 4)), 0)::double as clv,
  coalesce(sum(clv_low::decimal(38, 4)), 0)::double as low,
  coalesce(sum(clv_high::decimal(38, 4)), 0)::double as high
from tiers
group by tier

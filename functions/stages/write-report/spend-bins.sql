-- Grain: one row per bin of customers whose spend is equal within 1 %, highest first. Spend of 0 or less has one bin.
-- Needs no order of all customers, and the sums up to each bin are exact.
-- Reads: tiers (all customers of the run).
with binned as (
  select monetary_total, if(monetary_total > 0, round(100 * ln(monetary_total::double))::integer, null) as bin
  from tiers
)

select count(*)::integer as customers, sum(monetary_total)::double as spend
from binned
group by bin
order by bin desc nulls last

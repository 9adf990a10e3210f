-- Grain: one row per non-empty tier: cost, revenue and satisfaction of its customers.
-- Amounts are DECIMAL sums, so row order does not change them.
-- Reads: tiers (all customers of the run).
select
  tier,
  count(*)::integer as customers,
  count_if(control)::integer as control,
  sum(service_budget)::double as budget,
  sum(monetary_total)::double as monetary_total,
  coalesce(sum(spend_recent), 0)::double as spend_recent,
  coalesce(sum(spend_year_ago), 0)::double as spend_year_ago,
  (sum(satisfaction::decimal(9, 6)) / count(satisfaction))::double as satisfaction,
  count(satisfaction)::integer as answered,
  coalesce(sum(clv::decimal(38, 4)), 0)::double as clv,
  coalesce(sum(clv::decimal(38, 4)) filter (service_budget > 0), 0)::double as clv_of_budget,
  min(first_order_at)::date::varchar as first_order_on
from tiers
group by tier

-- Grain: one row per moment (now, at_once, in_the_end) and non-empty tier: customers, spend, lifetime value and annual budget.
-- Amounts are DECIMAL sums, so row order does not change them.
-- Reads: outlook (outlook.sql).
with standing as (
  select 'now' as moment, tier_now as tier, monetary_total, clv_now as clv, budget_now as budget from outlook
  union all
  select 'at_once', tier_then, monetary_total, clv_then, budget_then from outlook
  union all
  select 'in_the_end', tier_in_the_end, monetary_total, clv_then, budget_in_the_end from outlook
)

select
  moment, tier,
  count(*)::integer as customers,
  sum(monetary_total)::double as monetary_total,
  coalesce(sum(clv::decimal(38, 4)), 0)::double as clv,
  sum(budget)::double as budget
from standing
group by moment, tier

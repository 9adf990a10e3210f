-- Grain: one row per non-empty tier: cost, revenue and satisfaction of its customers.
-- Amounts are DECIMAL sums, so row order does not change them.
-- Reads: facts.
select
  tier,
  sum(customers)::integer as customers,
  coalesce(sum(customers) filter (control), 0)::integer as control,
  sum(budget)::double as budget,
  sum(spend)::double as monetary_total,
  sum(spend_recent)::double as spend_recent,
  sum(spend_year_ago)::double as spend_year_ago,
  (sum(satisfaction) / sum(answered))::double as satisfaction,
  sum(answered)::integer as answered,
  sum(clv)::double as clv,
  sum(clv_of_budget)::double as clv_of_budget,
  min(first_order_at)::date::varchar as first_order_on
from facts
where is_customer
group by tier

-- Grain: one row per customer of `features`: what the rules of classifications look at. The same as factsOf in
-- shared/domain/classification/facts.ts.
-- `rhythm_days` is (days from first to last purchase + $typical_days) / (repeats + 1), at least $shortest_days; `lateness` is
-- days since the last purchase against it, `tenure_rhythms` days since the first against the typical customer's.
-- Reads: features, lifetime_values (customer_id, p_alive; of who ever bought). Parameters: $typical_days, $shortest_days double.
with rhythms as (
  select *,
    case when x is not null and tenure_days is not null then
      greatest((tenure_days - recency_days + $typical_days::double) / (x + 1), $shortest_days::double) end as rhythm_days
  from features
)

select
  customer_id, orders, monetary_total::double as monetary_total, recency_days, tenure_days, x, recent_orders,
  top_month_share, top_category_share, satisfaction,
  region,
  lower(region) as region_key,
  p_alive,
  rhythm_days,
  recency_days / rhythm_days as lateness,
  tenure_days / greatest($typical_days::double, $shortest_days::double) as tenure_rhythms
from rhythms
left join (select customer_id, p_alive from lifetime_values) using (customer_id)

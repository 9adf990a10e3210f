-- Grain: one row per customer with all features and the derived facts that classification rules use. Matches customerFacts in
-- shared/domain/classification/facts.ts.
-- `rhythm_days` is (days from first to last purchase + $typical_days) / (repeats + 1), at least $shortest_days; `lateness` is
-- days since the last purchase divided by it; `tenure_rhythms` is days since the first purchase divided by the typical rhythm.
-- Reads: scored. Parameters: $typical_days, $shortest_days double.
with rhythms as (
  select *,
    case when x is not null and tenure_days is not null then
      greatest((tenure_days - recency_days + $typical_days::double) / (x + 1), $shortest_days::double) end as rhythm_days
  from scored
)

select
  *,
  lower(region) as region_key,
  recency_days / rhythm_days as lateness,
  tenure_days / greatest($typical_days::double, $shortest_days::double) as tenure_rhythms
from rhythms

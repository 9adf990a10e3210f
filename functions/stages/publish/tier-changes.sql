-- Grain: one row per customer of the bucket whose tier changes with this run; a first tier is not a change.
-- Reads: changes (changes.ts).
select
  customer_id,
  before.tier as "from",
  before.tier_since as from_since,
  state.tier as "to",
  state.tier_cause as cause,
  state.tier_reason as reason,
  state.tier_reason_zh as reason_zh
from changes
where before.tier <> state.tier
order by customer_id

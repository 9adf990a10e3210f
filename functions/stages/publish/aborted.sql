-- Grain: one row per customer of the bucket for whom a run that broke off may have written what has to be taken back:
-- `is_moved`, a change of tier; `is_stranger`, a state of somebody whom neither the visible run nor this one has.
-- Reads: broken (what that run would have published), known (the visible run's published columns), fresh (this run's).
select
  broken.customer_id,
  coalesce(broken.tier <> known.tier, false) as is_moved,
  known.customer_id is null and fresh.customer_id is null as is_stranger
from broken
left join known using (customer_id)
left join fresh using (customer_id)
where is_moved or is_stranger

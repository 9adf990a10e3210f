-- Grain: one row per customer of the bucket for whom an aborted run may have written what has to be rolled back:
-- `is_moved`, a change of tier; `is_stranger`, a state of somebody whom neither the visible run nor this one has.
-- Reads: aborted (that run's tiers), published (the visible run's published columns), next_view (this run's).
select
  aborted.customer_id,
  coalesce(aborted.tier <> published.tier, false) as is_moved,
  published.customer_id is null and next_view.customer_id is null as is_stranger
from aborted
left join published using (customer_id)
left join next_view using (customer_id)
where is_moved or is_stranger

-- Grain: one row per customer of the bucket for whom an aborted run may have written items to roll back: `is_moved`, a tier
-- change; `is_unknown`, a state of a customer who is in neither the visible run nor this one.
-- Reads: aborted (that run's tiers), published (the visible run's published columns), next_view (this run's).
select
  aborted.customer_id,
  coalesce(aborted.tier <> published.tier, false) as is_moved,
  published.customer_id is null and next_view.customer_id is null as is_unknown
from aborted
left join published using (customer_id)
left join next_view using (customer_id)
where is_moved or is_unknown

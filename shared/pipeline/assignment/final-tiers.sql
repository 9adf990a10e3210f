-- Grain: one row per customer of the bucket: the tier after overrides and the next projected demotion: the one by the rules,
-- unless an override that is still in force on that date prevents it, or the end of an override that lifts the customer.
-- Reads: movement (movement.sql); overrides (customer_id, kind, tier, expires_on of those in force); tiers (rank, name); macro
-- apply_override.
-- Parameters: $reviews json list of dates, ascending.
with overridden as (
  select
    movement.*,
    kind as applied_kind,
    tiers.rank as applied_rank,
    apply_override(movement.rank, kind, tiers.rank) as final_rank,
    if(expires_on < demotion_on, demotion_rank, apply_override(demotion_rank, kind, tiers.rank)) as then_rank,
    if(final_rank < movement.rank, list_filter(from_json($reviews, '["DATE"]'), review -> review > expires_on)[1], null) as lift_ends_on
  from movement
  left join overrides using (customer_id)
  left join tiers on tiers.name = overrides.tier
),

projected as (
  select *, if(then_rank > final_rank, demotion_on, null) as falls_on from overridden
)

select
  customer_id, standing, held, earned, kept, rank, runs_below, counted_on, tier_expires_on, protected_until,
  applied_kind, applied_rank, final_rank,
  least(falls_on, lift_ends_on) as demotion_on,
  case
    when lift_ends_on < coalesce(falls_on, lift_ends_on + 1)
      then if(projected.demotion_on <= lift_ends_on, projected.demotion_rank, rank)
    when falls_on is not null then then_rank
  end as demotion_rank
from projected

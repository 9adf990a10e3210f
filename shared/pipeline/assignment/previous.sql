-- Grain: one row per customer of the bucket whom the visible run has, as it left them; the places (0 = highest) of tiers in the
-- present policy, null for one that is no more.
-- Reads: before (the visible run's tiers file, with the columns of another version of Strata unknown); tiers (position, name).
select
  before.*,
  ruled.position as place,
  earned.position as earned_place,
  kept.position as kept_place,
  held.position as tier_place,
  forced.position as override_place
from before
left join tiers as ruled on ruled.name = coalesce(before.ruled_tier, before.tier)
left join tiers as earned on earned.name = before.earned_tier
left join tiers as kept on kept.name = before.kept_tier
left join tiers as held on held.name = before.tier
left join tiers as forced on forced.name = before.override_tier

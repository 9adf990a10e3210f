-- Grain: one row per customer of the bucket in the visible run, with its tiers as ranks (0 = highest) in the present policy;
-- null for a tier that no longer exists.
-- Reads: stored (the visible run's tiers file; columns missing in other versions of Strata are null); tiers (rank, name).
select
  stored.*,
  ruled.rank as rank,
  earned.rank as earned_rank,
  kept.rank as kept_rank,
  held.rank as tier_rank,
  wanted.rank as override_rank
from stored
left join tiers as ruled on ruled.name = coalesce(stored.ruled_tier, stored.tier)
left join tiers as earned on earned.name = stored.earned_tier
left join tiers as kept on kept.name = stored.kept_tier
left join tiers as held on held.name = stored.tier
left join tiers as wanted on wanted.name = stored.override_tier

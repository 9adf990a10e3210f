-- Grain: one row per customer of the bucket whom the visible run has, as it left them; the ranks (0 = highest) of tiers in the
-- present policy, null for one that is no more.
-- Reads: stored (the visible run's tiers file, with the columns of another version of Strata unknown); tiers (rank, name).
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

-- Grain: one row per customer of the bucket whom the visible run has, as it left them; the ranks (0 = highest) of tiers in the
-- present policy, null for one that is no more.
-- Reads: previous_tiers (the visible run's tiers file, with the columns of another version of Strata unknown); tiers (rank, name).
select
  previous_tiers.*,
  ruled.rank as rank,
  earned.rank as earned_rank,
  kept.rank as kept_rank,
  held.rank as tier_rank,
  wanted.rank as override_rank
from previous_tiers
left join tiers as ruled on ruled.name = coalesce(previous_tiers.ruled_tier, previous_tiers.tier)
left join tiers as earned on earned.name = previous_tiers.earned_tier
left join tiers as kept on kept.name = previous_tiers.kept_tier
left join tiers as held on held.name = previous_tiers.tier
left join tiers as wanted on wanted.name = previous_tiers.override_tier

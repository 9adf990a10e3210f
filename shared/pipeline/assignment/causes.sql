-- Grain: one row per customer of the bucket: the main cause of a tier change with this run (null without a change), and of
-- having fallen below the tier held (kept until the customer is no longer below it).
-- To find it, customers are ranked again with inputs of the previous run, replaced one at a time: the features of its date from
-- today's data (data corrected), then today's features (behaviour changed), then the lines that its policy draws today (lines
-- moved), then today's policy (policy changed). The step that moves the customer furthest in the overall direction is the main
-- cause; of equal steps, the first in the order policy, data, behaviour, lines.
-- Reads: final_tiers (final-tiers.sql); previous (previous.sql); movement_before (customer_id, rank, standing by the previous
-- run's movement rules); counterfactual_ranks (customer_id, step 1 to 3, earned, kept: ranks; null if the tier no longer
-- exists); macro apply_override.
with pivoted as (
  select
    customer_id,
    max(earned) filter (step = 1) as earned_1, max(kept) filter (step = 1) as kept_1,
    max(earned) filter (step = 2) as earned_2, max(kept) filter (step = 2) as kept_2,
    max(earned) filter (step = 3) as earned_3, max(kept) filter (step = 3) as kept_3
  from counterfactual_ranks
  group by customer_id
),

chains as (
  select
    customer_id,
    final_tiers.standing = 'promoted' as rose,
    if(rose, [earned_rank, earned_1, earned_2, earned_3, final_tiers.earned], [kept_rank, kept_1, kept_2, kept_3, final_tiers.kept]) as chain
  from final_tiers
  join previous using (customer_id)
  join pivoted using (customer_id)
),

distances as (
  select
    customer_id,
    sign(chain[5] - chain[1]) as direction,
    -- The distance a step moves the customer, and its priority among equal ones.
    [
      {cause: 'policy changed', distance: chain[5] - chain[4], priority: 4},
      {cause: 'data corrected', distance: chain[2] - chain[1], priority: 3},
      {cause: 'behaviour changed', distance: chain[3] - chain[2], priority: 2},
      {cause: 'lines moved', distance: chain[4] - chain[3], priority: 1}
    ] as steps
  from chains
  where list_count(chain) = 5
),

found as (
  select
    customer_id,
    if(direction = 0, 'policy changed',
      list_sort(list_transform(steps, step -> {distance: step.distance * direction, priority: step.priority, cause: step.cause}))[-1].cause) as cause
  from distances
),

fallen as (
  select
    final_tiers.*,
    previous.tier as tier_before, previous.tier_rank, previous.rank as rank_before, previous.override_kind as kind_before, previous.override_rank as override_rank_before,
    movement_before.rank as rank_by_rules_before, movement_before.standing as standing_by_rules_before,
    found.cause as found,
    -- If a step leads to a tier that no longer exists, the policy is the cause.
    case when final_tiers.kept > final_tiers.held then coalesce(previous.below_cause, found.cause, 'policy changed') end as below_cause
  from final_tiers
  left join previous using (customer_id)
  left join movement_before using (customer_id)
  left join found using (customer_id)
)

select
  customer_id,
  below_cause,
  case
    when tier_before is null then null
    when tier_rank = final_rank then null
    when tier_rank is null then 'policy changed'
    -- The override is the cause if it alone explains the change: the new override on the previous rank gives the new tier, or
    -- the previous override on the new rank gives the previous tier.
    when apply_override(rank_before, applied_kind, applied_rank) = final_rank or apply_override(rank, kind_before, override_rank_before) = tier_rank
      then 'override'
    when rank_by_rules_before = rank_before then 'policy changed'
    when standing = 'expired' then if(standing_by_rules_before = 'expired', 'behaviour changed', 'policy changed')
    when standing = 'promoted' then coalesce(found, 'policy changed')
    else coalesce(below_cause, 'policy changed')
  end as cause
from fallen

-- Grain: one row per customer of the bucket: the one main cause of a change of tier with this run (null without one), and of
-- having fallen below the tier held (kept until the customer is no longer below it).
-- How places came about is found by judging again with the inputs of the run before, replaced one after the other: the facts of
-- its day from what is known now (data corrected), then today's facts (behaviour changed), then the lines that its policy would
-- draw today (lines moved), then today's policy (policy changed). The step that moved the customer furthest in the direction of
-- the whole is the main cause; of equal ones the first in the order policy, data, behaviour, lines.
-- Reads: placed (placed.sql); previous (previous.sql); moved_before (customer_id, place, standing: by the rules of movement of
--   the run before); macro forced; steps (customer_id, step 1 to 3, earned, kept: places; null where the tier is no more).
with pivoted as (
  select
    customer_id,
    max(earned) filter (step = 1) as earned_1, max(kept) filter (step = 1) as kept_1,
    max(earned) filter (step = 2) as earned_2, max(kept) filter (step = 2) as kept_2,
    max(earned) filter (step = 3) as earned_3, max(kept) filter (step = 3) as kept_3
  from steps
  group by customer_id
),

chains as (
  select
    customer_id,
    placed.standing = 'promoted' as rose,
    if(rose, [earned_place, earned_1, earned_2, earned_3, placed.earned], [kept_place, kept_1, kept_2, kept_3, placed.kept]) as chain
  from placed
  join previous using (customer_id)
  join pivoted using (customer_id)
),

parted as (
  select
    customer_id,
    sign(chain[5] - chain[1]) as direction,
    -- A step's share of the way, and how far up it stands where two are equal.
    [
      {cause: 'policy changed', way: chain[5] - chain[4], first: 4},
      {cause: 'data corrected', way: chain[2] - chain[1], first: 3},
      {cause: 'behaviour changed', way: chain[3] - chain[2], first: 2},
      {cause: 'lines moved', way: chain[4] - chain[3], first: 1}
    ] as parts
  from chains
  where list_count(chain) = 5
),

found as (
  select
    customer_id,
    if(direction = 0, 'policy changed',
      list_sort(list_transform(parts, part -> {way: part.way * direction, first: part.first, cause: part.cause}))[-1].cause) as cause
  from parted
),

fallen as (
  select
    placed.*,
    previous.tier as tier_before, previous.tier_place, previous.place as place_before, previous.override_kind as forced_before, previous.override_place as forced_to_before,
    moved_before.place as place_by_rules_before, moved_before.standing as standing_by_rules_before,
    found.cause as found,
    -- A tier that is no more, on the way of the steps, is the policy's doing.
    case when placed.kept > placed.held then coalesce(previous.below_cause, found.cause, 'policy changed') end as below_cause
  from placed
  left join previous using (customer_id)
  left join moved_before using (customer_id)
  left join found using (customer_id)
)

select
  customer_id,
  below_cause,
  case
    when tier_before is null then null
    when tier_place = final_place then null
    when tier_place is null then 'policy changed'
    -- The override alone does it where the rules had left the customer, or where it was lifted from what it held.
    when forced(place_before, forced_by, forced_to) = final_place or forced(place, forced_before, forced_to_before) = tier_place
      then 'override'
    when place_by_rules_before = place_before then 'policy changed'
    when standing = 'expired' then if(standing_by_rules_before = 'expired', 'behaviour changed', 'policy changed')
    when standing = 'promoted' then coalesce(found, 'policy changed')
    else coalesce(below_cause, 'policy changed')
  end as cause
from fallen

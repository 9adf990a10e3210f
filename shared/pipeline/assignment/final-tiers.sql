-- Grain: one row per customer of the bucket: the tier that is held, after overrides, and what is on its way then: what the rules
-- foretell, unless an override stops it that holds until then, and the end of an override that lifts the customer.
-- Reads: moved (movement.sql); overrides (customer_id, kind, tier, expires_on, of those in force); tiers (position, name);
--   macro forced.
-- Parameters: $reviews json list of dates, ascending.
with held as (
  select
    moved.*,
    kind as forced_by,
    tiers.position as forced_to,
    forced(place, kind, tiers.position) as final_place,
    if(expires_on < demotion_on, demotion_place, forced(demotion_place, kind, tiers.position)) as then_place,
    if(final_place < place, list_filter(from_json($reviews, '["DATE"]'), review -> review > expires_on)[1], null) as lift_ends_on
  from moved
  left join overrides using (customer_id)
  left join tiers on tiers.name = overrides.tier
),

foretold as (
  select *, if(then_place > final_place, demotion_on, null) as falls_on from held
)

select
  customer_id, standing, held, earned, kept, place, runs_below, counted_on, tier_expires_on, protected_until,
  forced_by, forced_to, final_place,
  least(falls_on, lift_ends_on) as demotion_on,
  case
    when lift_ends_on < coalesce(falls_on, lift_ends_on + 1)
      then if(foretold.demotion_on <= lift_ends_on, foretold.demotion_place, place)
    when falls_on is not null then then_place
  end as demotion_place
from foretold

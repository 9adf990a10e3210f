-- Grain: one row per customer of the bucket: the tier that is held, after overrides, and what is on its way then. A pin sets the
-- tier, a floor lifts to it, a ceiling holds down to it; one whose tier is no more does nothing. An override that ends before a
-- demotion does not stop it.
-- Reads: moved (movement.sql); overrides (customer_id, kind, tier, expires_on, of those in force); tiers (position, name).
with overridden as (
  select
    moved.*,
    kind,
    tiers.position as wanted,
    case kind when 'pin' then wanted when 'floor' then least(place, wanted) when 'ceiling' then greatest(place, wanted) end as forced,
    case when expires_on < demotion_on then null
      when kind = 'pin' then wanted
      when kind = 'floor' then least(demotion_place, wanted)
      when kind = 'ceiling' then greatest(demotion_place, wanted) end as forced_then
  from moved
  left join overrides using (customer_id)
  left join tiers on tiers.name = overrides.tier
),

held as (
  select
    *,
    coalesce(forced, place) as final_place,
    coalesce(forced_then, demotion_place) as then_place
  from overridden
)

select
  customer_id, standing, held, earned, kept, place, runs_below, counted_on, tier_expires_on, protected_until,
  final_place,
  if(then_place > final_place, demotion_on, null) as demotion_on,
  if(then_place > final_place, then_place, null) as demotion_place
from held

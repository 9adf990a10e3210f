-- The place of a customer with an override: a pin sets the tier, a floor lifts to it, a ceiling holds down to it; without one, or
-- where its tier is no more (`wanted` null), the place stays. The same as `overridden` in shared/domain/tiers/overrides/override.ts.
create or replace macro forced(place, kind, wanted) as
  case when wanted is null then place
    when kind = 'pin' then wanted
    when kind = 'floor' then least(place, wanted)
    when kind = 'ceiling' then greatest(place, wanted)
    else place end

-- The rank of a customer with an override: a pin sets the tier, a floor lifts to it, a ceiling holds down to it; without one, or
-- where its tier is no more (`wanted` null), the rank stays. The same as `applyOverride` in shared/domain/tiers/overrides/override.ts.
create or replace macro apply_override(rank, kind, wanted) as
  case when wanted is null then rank
    when kind = 'pin' then wanted
    when kind = 'floor' then least(rank, wanted)
    when kind = 'ceiling' then greatest(rank, wanted)
    else rank end

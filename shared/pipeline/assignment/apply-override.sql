-- The rank of a customer with an override: a pin sets the tier, a floor lifts to it, a ceiling lowers to it. Without an
-- override, or if its tier no longer exists (`wanted` is null), the rank stays. Matches `applyOverride` in
-- shared/domain/tiers/overrides/override.ts.
create or replace macro apply_override(rank, kind, wanted) as
  case when wanted is null then rank
    when kind = 'pin' then wanted
    when kind = 'floor' then least(rank, wanted)
    when kind = 'ceiling' then greatest(rank, wanted)
    else rank end

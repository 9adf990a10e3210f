import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyOverride,
  normaliseOverride,
  type Override,
  overrideKinds,
  overrideSchema,
} from '../../../../../shared/domain/tiers/overrides/override.ts';

const DAY = '2026-08-31';
const tiers = ['VIP', 'gold', 'silver', 'standard'];
const decision = { reason: 'long-standing partner', author: 'Li Na' };

const anyRank = fc.nat(tiers.length - 1);
const inForce = fc.constantFrom(null, DAY, '2026-09-01', '2199-12-31');
const expired = fc.constantFrom('2026-08-30', '2025-12-31', '1999-01-01');
const override = (kind: fc.Arbitrary<Override['kind']>, expires_on: fc.Arbitrary<string | null>) =>
  fc
    .record({ kind, tier: fc.constantFrom(...tiers), expires_on })
    .map((fields): Override => ({ ...fields, ...decision }));
const inForceOf = (kind: Override['kind']) => override(fc.constant(kind), inForce);
const anyKind = fc.constantFrom(...overrideKinds);

describe('applyOverride', () => {
  it('never lowers a tier by a floor, and leaves nobody below the floor', () => {
    fc.assert(
      fc.property(anyRank, inForceOf('floor'), (rank, floor) => {
        const result = applyOverride(rank, floor, tiers, DAY);
        expect(result).toBeLessThanOrEqual(Math.min(rank, tiers.indexOf(floor.tier)));
        expect([rank, tiers.indexOf(floor.tier)]).toContain(result);
      }),
    );
  });

  it('never raises a tier by a ceiling, and leaves nobody above the ceiling', () => {
    fc.assert(
      fc.property(anyRank, inForceOf('ceiling'), (rank, ceiling) => {
        const result = applyOverride(rank, ceiling, tiers, DAY);
        expect(result).toBeGreaterThanOrEqual(Math.max(rank, tiers.indexOf(ceiling.tier)));
        expect([rank, tiers.indexOf(ceiling.tier)]).toContain(result);
      }),
    );
  });

  it('applies a pin exactly, whatever the tier without it', () => {
    fc.assert(
      fc.property(anyRank, inForceOf('pin'), (rank, pin) => {
        expect(tiers[applyOverride(rank, pin, tiers, DAY)]).toBe(pin.tier);
      }),
    );
  });

  it('applies an override on its last day, and not from the day after', () => {
    const pin = { ...decision, kind: 'pin' as const, tier: 'VIP', expires_on: DAY };
    expect(applyOverride(3, pin, tiers, DAY)).toBe(0);
    expect(applyOverride(3, pin, tiers, '2026-09-01')).toBe(3);
  });

  it('ignores an expired override and a tier that the policy does not have', () => {
    fc.assert(
      fc.property(anyRank, override(anyKind, expired), override(anyKind, inForce), (rank, old, other) => {
        expect(applyOverride(rank, old, tiers, DAY)).toBe(rank);
        expect(applyOverride(rank, { ...other, tier: 'platinum' }, tiers, DAY)).toBe(rank);
        expect(applyOverride(rank, undefined, tiers, DAY)).toBe(rank);
      }),
    );
  });

  it('changes nothing when applied twice', () => {
    fc.assert(
      fc.property(anyRank, override(anyKind, inForce), (rank, each) => {
        const result = applyOverride(rank, each, tiers, DAY);
        expect(applyOverride(result, each, tiers, DAY)).toBe(result);
      }),
    );
  });
});

describe('overrideSchema', () => {
  const pin = { kind: 'pin', tier: 'VIP', ...decision };

  it.each([
    ['an unknown kind', { ...pin, kind: 'raise' }],
    ['a blank reason', { ...pin, reason: '  ' }],
    ['no author', { ...pin, author: undefined }],
    ['no tier', { ...pin, tier: '' }],
    ['a day that does not exist', { ...pin, expires_on: '2026-02-30' }],
    ['half a surrogate pair', { ...pin, reason: '\ud800' }],
    ['an unknown field', { ...pin, until: DAY }],
  ])('rejects %s', (_, input) => {
    expect(overrideSchema.safeParse(input).success).toBe(false);
  });

  it('defaults to no expiry', () => {
    expect(overrideSchema.parse(pin)).toMatchObject({ expires_on: null });
  });

  it('masks e-mail addresses and telephone numbers when normalised', () => {
    const reason = ' called +86 138 0013 8000, wang@example.com ';
    const normalised = normaliseOverride(overrideSchema.parse({ ...pin, reason, author: 'li.na@shop.cn' }));
    expect(normalised).toMatchObject({ reason: 'called [telephone], [e-mail]', author: 'li.na' });
  });
});

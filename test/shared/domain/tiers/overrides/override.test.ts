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
const said = { reason: 'long-standing partner', author: 'Li Na' };

const position = fc.nat(tiers.length - 1);
const lasting = fc.constantFrom(null, DAY, '2026-09-01', '2199-12-31');
const over = fc.constantFrom('2026-08-30', '2025-12-31', '1999-01-01');
const override = (kind: fc.Arbitrary<Override['kind']>, expires_on: fc.Arbitrary<string | null>) =>
  fc.record({ kind, tier: fc.constantFrom(...tiers), expires_on }).map((it): Override => ({ ...it, ...said }));
const only = (kind: Override['kind']) => override(fc.constant(kind), lasting);
const any = fc.constantFrom(...overrideKinds);

describe('an override', () => {
  it('that is a floor never lowers, and leaves nobody below it', () => {
    fc.assert(
      fc.property(position, only('floor'), (at, floor) => {
        const now = applyOverride(at, floor, tiers, DAY);
        expect(now).toBeLessThanOrEqual(Math.min(at, tiers.indexOf(floor.tier)));
        expect([at, tiers.indexOf(floor.tier)]).toContain(now);
      }),
    );
  });

  it('that is a ceiling never raises, and leaves nobody above it', () => {
    fc.assert(
      fc.property(position, only('ceiling'), (at, ceiling) => {
        const now = applyOverride(at, ceiling, tiers, DAY);
        expect(now).toBeGreaterThanOrEqual(Math.max(at, tiers.indexOf(ceiling.tier)));
        expect([at, tiers.indexOf(ceiling.tier)]).toContain(now);
      }),
    );
  });

  it('that is a pin is exact, wherever the customer stands', () => {
    fc.assert(
      fc.property(position, only('pin'), (at, pin) => {
        expect(tiers[applyOverride(at, pin, tiers, DAY)]).toBe(pin.tier);
      }),
    );
  });

  it('holds on its last day, and does nothing from the day after', () => {
    const pin = { ...said, kind: 'pin' as const, tier: 'VIP', expires_on: DAY };
    expect(applyOverride(3, pin, tiers, DAY)).toBe(0);
    expect(applyOverride(3, pin, tiers, '2026-09-01')).toBe(3);
  });

  it('does nothing once it has expired, nor of a tier that the policy does not have', () => {
    fc.assert(
      fc.property(position, override(any, over), override(any, lasting), (at, expired, other) => {
        expect(applyOverride(at, expired, tiers, DAY)).toBe(at);
        expect(applyOverride(at, { ...other, tier: 'platinum' }, tiers, DAY)).toBe(at);
        expect(applyOverride(at, undefined, tiers, DAY)).toBe(at);
      }),
    );
  });

  it('applied again changes nothing more', () => {
    fc.assert(
      fc.property(position, override(any, lasting), (at, one) => {
        const now = applyOverride(at, one, tiers, DAY);
        expect(applyOverride(now, one, tiers, DAY)).toBe(now);
      }),
    );
  });
});

describe('what is written of an override', () => {
  const pin = { kind: 'pin', tier: 'VIP', ...said };

  it.each([
    ['another kind', { ...pin, kind: 'raise' }],
    ['a reason of spaces', { ...pin, reason: '  ' }],
    ['no author', { ...pin, author: undefined }],
    ['no tier', { ...pin, tier: '' }],
    ['a day that is none', { ...pin, expires_on: '2026-02-30' }],
    ['half a character', { ...pin, reason: '\ud800' }],
    ['a member that is not known', { ...pin, until: DAY }],
  ])('is refused with %s', (_, written) => {
    expect(overrideSchema.safeParse(written).success).toBe(false);
  });

  it('does not end where no day is given', () => {
    expect(overrideSchema.parse(pin)).toMatchObject({ expires_on: null });
  });

  it('is kept without addresses and numbers of persons', () => {
    const reason = ' called +86 138 0013 8000, wang@example.com ';
    const written = normaliseOverride(overrideSchema.parse({ ...pin, reason, author: 'li.na@shop.cn' }));
    expect(written).toMatchObject({ reason: 'called [telephone], [e-mail]', author: 'li.na' });
  });
});

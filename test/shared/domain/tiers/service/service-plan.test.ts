import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../../../shared/domain/policy/policy.ts';
import { selectService, servicePlans } from '../../../../../shared/domain/tiers/service/service-plan.ts';

const label = { en: 'Gold', zh: '金卡' };
const gold = {
  name: 'gold',
  label,
  share: 0.2,
  service: {
    offers: [{ en: 'Free shipping', zh: '包邮' }],
    channel: 'phone',
    responseHours: 4,
    budgetPerCustomer: 20,
    segments: { 'At Risk': { channel: 'personal call', budgetPerCustomer: 50 }, 'No Purchase': { offers: [] } },
  },
};
const rest = { name: 'rest', label: { en: 'Rest', zh: '其他' }, service: undefined };
const policyWith = (...tiers: object[]) => ({ tiers: [...tiers, rest] });

describe('selectService', () => {
  const tierService = {
    offers: [{ en: 'Free shipping', zh: '包邮' }],
    channel: 'phone',
    response_hours: 4,
    owner: null,
    budget_per_customer: 20,
  };

  it("returns the tier's service", () => {
    expect(selectService(gold, 'Champions')).toEqual(tierService);
  });

  it("prefers the segment's values to the tier's", () => {
    expect(selectService(gold, 'At Risk')).toEqual({
      ...tierService,
      channel: 'personal call',
      budget_per_customer: 50,
    });
    expect(selectService(gold, 'No Purchase')).toEqual({ ...tierService, offers: [] });
  });

  it('returns null when neither tier nor segment has a plan', () => {
    const loyalOnly = { service: { segments: { Loyal: { owner: 'Ann' } } } };

    expect([
      selectService(rest, 'Loyal'),
      selectService({ service: {} }, 'Loyal'),
      selectService(loyalOnly, 'toString'),
    ]).toEqual([null, null, null]);
    expect(selectService(loyalOnly, 'Loyal')).toMatchObject({ owner: 'Ann', offers: [], channel: null });
  });
});

it('lists the plans of all tiers and of segments that differ from their tier', () => {
  const plans = servicePlans(parsePolicy(policyWith(gold)));

  expect(plans.map(({ tier, segments }) => [tier, segments.map(({ segment }) => segment)])).toEqual([
    ['gold', ['At Risk', 'No Purchase']],
    ['rest', []],
  ]);
});

describe('parsePolicy', () => {
  const withSegments = (segments: object) => policyWith({ ...gold, service: { segments } });

  it('rejects a plan for a segment that the policy does not have', () => {
    expect(() => parsePolicy(withSegments({ Dragons: { channel: 'air' } }))).toThrow(
      /is not one of the segments Champions, .*No Purchase\s+→ at tiers\[0\]\.service\.segments\.Dragons/,
    );
  });

  it("accepts plans for the policy's own segments and rejects those of the default map", () => {
    const rfm = { segments: [{ name: 'All', zh: '全部', rest: true }] };

    const policy = { ...withSegments({ All: { channel: 'air' } }), rfm };
    expect(parsePolicy(policy)).toMatchObject(policy);
    expect(() => parsePolicy({ ...withSegments({ Champions: { channel: 'air' } }), rfm })).toThrow(
      /segments All, No Purchase/,
    );
  });

  it('rejects service plans that are too long in total', () => {
    const offers = Array.from({ length: 20 }, () => ({ en: 'x'.repeat(1000), zh: '长'.repeat(1000) }));

    expect(() => parsePolicy(policyWith({ ...gold, service: { offers } }))).toThrow(/shorten them to 32000/);
  });
});

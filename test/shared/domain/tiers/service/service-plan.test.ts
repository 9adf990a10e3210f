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
const policyOf = (...tiers: object[]) => ({ tiers: [...tiers, rest] });

describe('the plan of a customer', () => {
  const ofTier = {
    offers: [{ en: 'Free shipping', zh: '包邮' }],
    channel: 'phone',
    response_hours: 4,
    owner: null,
    budget_per_customer: 20,
  };

  it('is that of the tier', () => {
    expect(selectService(gold, 'Champions')).toEqual(ofTier);
  });

  it('has what the segment says before what the tier does', () => {
    expect(selectService(gold, 'At Risk')).toEqual({ ...ofTier, channel: 'personal call', budget_per_customer: 50 });
    expect(selectService(gold, 'No Purchase')).toEqual({ ...ofTier, offers: [] });
  });

  it('is none where neither says anything', () => {
    const only = { service: { segments: { Loyal: { owner: 'Ann' } } } };

    expect([
      selectService(rest, 'Loyal'),
      selectService({ service: {} }, 'Loyal'),
      selectService(only, 'toString'),
    ]).toEqual([null, null, null]);
    expect(selectService(only, 'Loyal')).toMatchObject({ owner: 'Ann', offers: [], channel: null });
  });
});

it('lists the plans of all tiers, with the segments that have their own', () => {
  const plans = servicePlans(parsePolicy(policyOf(gold)));

  expect(plans.map(({ tier, segments }) => [tier, segments.map(({ segment }) => segment)])).toEqual([
    ['gold', ['At Risk', 'No Purchase']],
    ['rest', []],
  ]);
});

describe('a policy', () => {
  const withSegments = (segments: object) => policyOf({ ...gold, service: { segments } });

  it('is refused with a plan for a segment that its map does not have', () => {
    expect(() => parsePolicy(withSegments({ Dragons: { channel: 'air' } }))).toThrow(
      /is none of the segments Champions, .*No Purchase\s+→ at tiers\[0\]\.service\.segments\.Dragons/,
    );
  });

  it('may have plans for the segments of its own map, and not for those of another', () => {
    const rfm = { segments: [{ name: 'All', zh: '全部', rest: true }] };

    const policy = { ...withSegments({ All: { channel: 'air' } }), rfm };
    expect(parsePolicy(policy)).toMatchObject(policy);
    expect(() => parsePolicy({ ...withSegments({ Champions: { channel: 'air' } }), rfm })).toThrow(
      /segments All, No Purchase/,
    );
  });

  it('is refused where its plans are longer than a run can carry', () => {
    const offers = Array.from({ length: 20 }, () => ({ en: 'x'.repeat(1000), zh: '长'.repeat(1000) }));

    expect(() => parsePolicy(policyOf({ ...gold, service: { offers } }))).toThrow(/shorten them to 32000/);
  });
});

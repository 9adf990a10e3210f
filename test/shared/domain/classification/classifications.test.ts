import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClassModel } from '../../../../shared/domain/classification/class-model.ts';
import { classifications, classifyCustomer } from '../../../../shared/domain/classification/classifications.ts';
import type { ClassFeatures } from '../../../../shared/domain/classification/facts.ts';
import { rhythmDays } from '../../../../shared/domain/classification/rhythm.ts';
import { parsePolicy } from '../../../../shared/domain/policy/policy.ts';
import { PolicyError } from '../../../../shared/errors.ts';
import { anyCustomer } from './customers.ts';

const model: ClassModel = { typical_days: 60, abc: { a: 1000, b: 200 } };
const policyOf = (classes: object) => parsePolicy({ classes }).classes;

/** A customer with a purchase 10 days ago, the first 200 days before that, and 4 repeats in between: 52 days a rhythm. */
const regular: ClassFeatures = {
  orders: 5,
  monetary_total: 500,
  recency_days: 10,
  tenure_days: 210,
  x: 4,
  recent_orders: 3,
  top_month_share: 0.4,
  top_category_share: 0.9,
  satisfaction: null,
  region: 'North',
  p_alive: null,
};
const visitor: ClassFeatures = {
  ...regular,
  orders: 0,
  monetary_total: 0,
  recency_days: null,
  tenure_days: null,
  x: null,
  recent_orders: 0,
  top_month_share: null,
  top_category_share: null,
  region: null,
};
const classed = (more: Partial<ClassFeatures>, column: string, classes: object = {}) =>
  classifyCustomer({ ...regular, ...more }, policyOf(classes), model)[column]?.name;
/** Days since the last purchase, the first 200 days before it. */
const last = (recency_days: number) => ({ recency_days, tenure_days: recency_days + 200 });

it('puts any customer into exactly one class of every classification, with a name in English and Chinese', () => {
  const policy = policyOf({ regions: [{ name: 'Nordics', zh: '北欧', regions: ['NORTH'] }] });
  const known = new Map(classifications(policy, model).map(({ column, classes }) => [column, classes]));
  fc.assert(
    fc.property(anyCustomer, (customer) => {
      const classes = classifyCustomer(customer, policy, model);
      expect(Object.keys(classes)).toEqual([...known.keys()]);
      for (const [column, found] of Object.entries(classes)) {
        const same = known.get(column)?.filter(({ name }) => name === found.name);
        if (column === 'region_group' && same?.length === 0) expect(found.name).toBe(customer.region);
        else expect(same, column).toEqual([found]);
      }
    }),
  );
});

it('has no class that nobody can be in', () => {
  const policy = policyOf({ regions: [{ name: 'Nordics', zh: '北欧', regions: ['north'] }] });
  const met = new Map<string, Set<string>>();
  for (const customer of fc.sample(anyCustomer, { numRuns: 5000, seed: 1 })) {
    for (const [column, { name }] of Object.entries(classifyCustomer(customer, policy, model))) {
      met.set(column, (met.get(column) ?? new Set()).add(name));
    }
  }
  for (const { column, classes } of classifications(policy, model)) {
    expect(
      classes.filter(({ name }) => !met.get(column)?.has(name)),
      column,
    ).toEqual([]);
  }
});

describe('the rhythm', () => {
  const { rhythm } = policyOf({});

  it('is the typical one of who bought once, and one gap among the own of who repeated', () => {
    expect(rhythmDays(0, 0, 60, rhythm)).toBe(60);
    expect(rhythmDays(1, 20, 60, rhythm)).toBe(40);
    expect(rhythmDays(4, 200, 60, rhythm)).toBe(52);
  });

  it('is never shorter than the policy says', () => {
    expect(rhythmDays(99, 99, 60, rhythm)).toBe(14);
    expect(rhythmDays(99, 99, 60, { ...rhythm, shortestDays: 1 })).toBe(1.59);
  });
});

describe('lifecycle', () => {
  it('goes from in time to lost by multiples of the own rhythm of 52 days', () => {
    const stages = [103, 104, 207, 208, 415, 416].map((days) => classed(last(days), 'lifecycle'));
    expect(stages).toEqual(['loyal', 'at risk', 'at risk', 'dormant', 'dormant', 'lost']);
  });

  it('is later for who buys seldom than for who buys often, after the same time', () => {
    const seldom = { recency_days: 150, tenure_days: 1050, x: 3 };
    const often = { recency_days: 150, tenure_days: 250, x: 9 };
    expect([classed(seldom, 'lifecycle'), classed(often, 'lifecycle')]).toEqual(['active', 'lost']);
  });

  it('is as bad as P(alive) says where that is worse', () => {
    const stages = [0.9, 0.5, 0.2, 0.05].map((p_alive) => classed({ p_alive }, 'lifecycle'));
    expect(stages).toEqual(['loyal', 'at risk', 'dormant', 'lost']);
    expect(classed({ ...last(416), p_alive: 0.9 }, 'lifecycle')).toBe('lost');
  });

  it('is new for one typical rhythm after the first purchase, then active', () => {
    const once = (days: number) => ({ recency_days: days, tenure_days: days, x: 0 });
    expect([60, 61].map((days) => classed(once(days), 'lifecycle'))).toEqual(['new', 'active']);
  });

  it('is potential for who never bought', () => {
    expect(classed(visitor, 'lifecycle')).toBe('potential');
  });

  it('takes its limits from the policy', () => {
    const lifecycle = { loyalRepeats: 5, lateness: { atRisk: 1, dormant: 1.5, lost: 2 } };
    expect(classed({}, 'lifecycle', { lifecycle })).toBe('active');
    expect(classed(last(104), 'lifecycle', { lifecycle })).toBe('lost');
  });
});

it('tells behaviour by the orders of the recent period', () => {
  const behaviours = [12, 11, 6, 5, 2, 1, 0].map((recent_orders) => classed({ recent_orders }, 'behaviour'));
  expect(behaviours).toEqual(['high-frequency', 'active', 'active', 'regular', 'regular', 'occasional', 'occasional']);
});

describe('loyalty', () => {
  it('falls with fewer repeats and with lateness', () => {
    expect([4, 3, 1, 0].map((x) => classed({ x }, 'loyalty'))).toEqual(['high', 'medium', 'medium', 'low']);
    expect([103, 104, 207, 208].map((days) => classed(last(days), 'loyalty'))).toEqual([
      'high',
      'medium',
      'medium',
      'low',
    ]);
  });

  it('is not above satisfaction where that is known', () => {
    expect([80, 79, 60, 59].map((satisfaction) => classed({ satisfaction }, 'loyalty'))).toEqual([
      'high',
      'medium',
      'medium',
      'low',
    ]);
    expect(classed({ satisfaction: 100, x: 0 }, 'loyalty')).toBe('low');
  });
});

it('draws the lines of A and B at spend of the line itself', () => {
  const spends = [1000, 999.99, 200, 199.99, -5];
  expect(spends.map((monetary_total) => classed({ monetary_total }, 'abc_class'))).toEqual(['A', 'B', 'B', 'C', 'C']);
  const nobody = { typical_days: 60, abc: { a: null, b: null } };
  expect(classifyCustomer(regular, policyOf({}), nobody).abc_class?.name).toBe('C');
});

it('crosses value with loyalty, by the names of Reinartz and Kumar (2002)', () => {
  const quadrants = [
    { monetary_total: 1000 },
    { monetary_total: 1000, x: 0 },
    { monetary_total: 10 },
    { monetary_total: 10, x: 0 },
  ].map((more) => classed(more, 'quadrant'));
  expect(quadrants).toEqual(['true friend', 'butterfly', 'barnacle', 'stranger']);
  const wider = { quadrant: { value: ['A', 'B'], loyalty: ['high', 'medium'] } };
  expect(classed({ monetary_total: 200, x: 1 }, 'quadrant', wider)).toBe('true friend');
});

it('tells whether purchases lie in one month, or by policy in one category', () => {
  const shares = [0.61, 0.6].map((top_month_share) => classed({ top_month_share }, 'purchase_mode'));
  expect(shares).toEqual(['concentrated', 'dispersed']);
  expect(classed({}, 'purchase_mode', { purchaseMode: { by: 'categories' } })).toBe('concentrated');
  expect(classed({ x: 0, top_month_share: 1 }, 'purchase_mode')).toBe('single');
  expect(classed({ top_month_share: null }, 'purchase_mode')).toBe('unknown');
  expect(classed(visitor, 'purchase_mode')).toBe('unknown');
});

it('groups regions by the policy, whatever their case, and keeps the others as they are', () => {
  const regions = [{ name: 'East China', zh: '华东', regions: ['上海', 'Zhejiang'] }];
  const groups = ['上海', 'ZHEJIANG', '北京', null].map((region) => classed({ region }, 'region_group', { regions }));
  expect(groups).toEqual(['East China', 'East China', '北京', 'Unknown']);
});

it.each([
  ['lateness that does not ascend', { lifecycle: { lateness: { atRisk: 4, dormant: 2, lost: 8 } } }, 'must ascend'],
  [
    'P(alive) that does not descend',
    { lifecycle: { alive: { atRisk: 0.1, dormant: 0.2, lost: 0.05 } } },
    'must descend',
  ],
  ['behaviour limits in disorder', { behaviour: { highFrequency: 2, active: 6, regular: 1 } }, 'must descend'],
  ['loyalty of fewer repeats than medium', { loyalty: { repeats: { high: 1, medium: 2 } } }, 'high must exceed'],
  ['shares of A and B that leave nothing', { abc: { a: 0.8, b: 0.2 } }, 'less than 1'],
  [
    'a region in two groups',
    { regions: ['a', 'b'].map((name) => ({ name, zh: name, regions: ['X'] })) },
    'one group only',
  ],
  ['an unknown limit', { lifecycle: { newDays: 30 } }, 'newDays'],
])('refuses %s', (_, classes, message) => {
  expect(() => policyOf(classes)).toThrow(PolicyError);
  expect(() => policyOf(classes)).toThrow(message);
});

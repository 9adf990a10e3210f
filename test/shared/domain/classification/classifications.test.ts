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
const classPolicy = (classes: object) => parsePolicy({ classes }).classes;

/** A customer with a last purchase 10 days ago, a first 200 days earlier, and 4 repeat purchase days: a rhythm of 52 days. */
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
const classOf = (more: Partial<ClassFeatures>, column: string, classes: object = {}) =>
  classifyCustomer({ ...regular, ...more }, classPolicy(classes), model)[column]?.name;
/** Days since the last purchase, with the first purchase 200 days earlier. */
const last = (recency_days: number) => ({ recency_days, tenure_days: recency_days + 200 });

it('assigns every customer exactly one class per classification, with English and Chinese names', () => {
  const policy = classPolicy({ regions: [{ name: 'Nordics', zh: '北欧', regions: ['NORTH'] }] });
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

it('has no class that is impossible', () => {
  const policy = classPolicy({ regions: [{ name: 'Nordics', zh: '北欧', regions: ['north'] }] });
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
  const { rhythm } = classPolicy({});

  it('is the typical gap for one-time buyers, and counts it as one additional gap for repeat buyers', () => {
    expect(rhythmDays(0, 0, 60, rhythm)).toBe(60);
    expect(rhythmDays(1, 20, 60, rhythm)).toBe(40);
    expect(rhythmDays(4, 200, 60, rhythm)).toBe(52);
  });

  it('is never shorter than the limit in the policy', () => {
    expect(rhythmDays(99, 99, 60, rhythm)).toBe(14);
    expect(rhythmDays(99, 99, 60, { ...rhythm, shortestDays: 1 })).toBe(1.59);
  });
});

describe('lifecycle', () => {
  it('goes from active to lost by multiples of the rhythm of 52 days', () => {
    const stages = [103, 104, 207, 208, 415, 416].map((days) => classOf(last(days), 'lifecycle'));
    expect(stages).toEqual(['loyal', 'at risk', 'at risk', 'dormant', 'dormant', 'lost']);
  });

  it('gives infrequent buyers more time than frequent buyers', () => {
    const seldom = { recency_days: 150, tenure_days: 1050, x: 3 };
    const often = { recency_days: 150, tenure_days: 250, x: 9 };
    expect([classOf(seldom, 'lifecycle'), classOf(often, 'lifecycle')]).toEqual(['active', 'lost']);
  });

  it('follows P(alive) when it is worse than lateness', () => {
    const stages = [0.9, 0.5, 0.2, 0.05].map((p_alive) => classOf({ p_alive }, 'lifecycle'));
    expect(stages).toEqual(['loyal', 'at risk', 'dormant', 'lost']);
    expect(classOf({ ...last(416), p_alive: 0.9 }, 'lifecycle')).toBe('lost');
  });

  it('is new for one typical rhythm after the first purchase, then active', () => {
    const once = (days: number) => ({ recency_days: days, tenure_days: days, x: 0 });
    expect([60, 61].map((days) => classOf(once(days), 'lifecycle'))).toEqual(['new', 'active']);
  });

  it('is potential for customers without a purchase', () => {
    expect(classOf(visitor, 'lifecycle')).toBe('potential');
  });

  it('uses the limits in the policy', () => {
    const lifecycle = { loyalRepeats: 5, lateness: { atRisk: 1, dormant: 1.5, lost: 2 } };
    expect(classOf({}, 'lifecycle', { lifecycle })).toBe('active');
    expect(classOf(last(104), 'lifecycle', { lifecycle })).toBe('lost');
  });
});

it('classifies behaviour by the orders in the recent period', () => {
  const behaviours = [12, 11, 6, 5, 2, 1, 0].map((recent_orders) => classOf({ recent_orders }, 'behaviour'));
  expect(behaviours).toEqual(['high-frequency', 'active', 'active', 'regular', 'regular', 'occasional', 'occasional']);
});

describe('loyalty', () => {
  it('decreases with fewer repeats and with lateness', () => {
    expect([4, 3, 1, 0].map((x) => classOf({ x }, 'loyalty'))).toEqual(['high', 'medium', 'medium', 'low']);
    expect([103, 104, 207, 208].map((days) => classOf(last(days), 'loyalty'))).toEqual([
      'high',
      'medium',
      'medium',
      'low',
    ]);
  });

  it('is limited by satisfaction, if known', () => {
    expect([80, 79, 60, 59].map((satisfaction) => classOf({ satisfaction }, 'loyalty'))).toEqual([
      'high',
      'medium',
      'medium',
      'low',
    ]);
    expect(classOf({ satisfaction: 100, x: 0 }, 'loyalty')).toBe('low');
  });
});

it('includes spend on the line in A and B', () => {
  const spends = [1000, 999.99, 200, 199.99, -5];
  expect(spends.map((monetary_total) => classOf({ monetary_total }, 'abc_class'))).toEqual(['A', 'B', 'B', 'C', 'C']);
  const nobody = { typical_days: 60, abc: { a: null, b: null } };
  expect(classifyCustomer(regular, classPolicy({}), nobody).abc_class?.name).toBe('C');
});

it('crosses value with loyalty, with the names of Reinartz and Kumar (2002)', () => {
  const quadrants = [
    { monetary_total: 1000 },
    { monetary_total: 1000, x: 0 },
    { monetary_total: 10 },
    { monetary_total: 10, x: 0 },
  ].map((more) => classOf(more, 'quadrant'));
  expect(quadrants).toEqual(['true friend', 'butterfly', 'barnacle', 'stranger']);
  const wider = { quadrant: { value: ['A', 'B'], loyalty: ['high', 'medium'] } };
  expect(classOf({ monetary_total: 200, x: 1 }, 'quadrant', wider)).toBe('true friend');
});

it('classifies purchases by concentration in one month or, by policy, in one category', () => {
  const shares = [0.61, 0.6].map((top_month_share) => classOf({ top_month_share }, 'purchase_mode'));
  expect(shares).toEqual(['concentrated', 'dispersed']);
  expect(classOf({}, 'purchase_mode', { purchaseMode: { by: 'categories' } })).toBe('concentrated');
  expect(classOf({ x: 0, top_month_share: 1 }, 'purchase_mode')).toBe('single');
  expect(classOf({ top_month_share: null }, 'purchase_mode')).toBe('unknown');
  expect(classOf(visitor, 'purchase_mode')).toBe('unknown');
});

it('groups regions by the policy, case-insensitively, and leaves others unchanged', () => {
  const regions = [{ name: 'East China', zh: '华东', regions: ['上海', 'Zhejiang'] }];
  const groups = ['上海', 'ZHEJIANG', '北京', null].map((region) => classOf({ region }, 'region_group', { regions }));
  expect(groups).toEqual(['East China', 'East China', '北京', 'Unknown']);
});

it.each([
  ['lateness that does not ascend', { lifecycle: { lateness: { atRisk: 4, dormant: 2, lost: 8 } } }, 'must ascend'],
  [
    'P(alive) that does not descend',
    { lifecycle: { alive: { atRisk: 0.1, dormant: 0.2, lost: 0.05 } } },
    'must descend',
  ],
  ['behaviour limits that do not descend', { behaviour: { highFrequency: 2, active: 6, regular: 1 } }, 'must descend'],
  [
    'fewer repeats for high than for medium loyalty',
    { loyalty: { repeats: { high: 1, medium: 2 } } },
    'high must exceed',
  ],
  ['shares of A and B that sum to 1', { abc: { a: 0.8, b: 0.2 } }, 'less than 1'],
  [
    'a region in two groups',
    { regions: ['a', 'b'].map((name) => ({ name, zh: name, regions: ['X'] })) },
    'only one group',
  ],
  ['an unknown limit', { lifecycle: { newDays: 30 } }, 'newDays'],
])('rejects %s', (_, classes, message) => {
  expect(() => classPolicy(classes)).toThrow(PolicyError);
  expect(() => classPolicy(classes)).toThrow(message);
});

import { expect, it } from 'vitest';
import { parsePolicy, policyHash } from '../../../../shared/domain/policy/policy.ts';
import { PolicyError } from '../../../../shared/errors.ts';

const label = { en: 'Name', zh: '名称' };
const tiers = (...shares: (number | undefined)[]) => ({
  tiers: shares.map((share, index) => ({ name: `tier-${index}`, label, ...(share !== undefined && { share }) })),
});

const threshold = (when: object) => ({
  tierMethod: { by: 'threshold' },
  tiers: [
    { name: 'a', label, when },
    { name: 'b', label },
  ],
});

it('is whole without a file', () => {
  const policy = parsePolicy(undefined);
  expect(policy).toMatchObject({ timeZone: 'UTC', dayFirst: false, windowMonths: null, timeUnit: 'week' });
  expect(policy.clusters).toMatchObject({ minK: 2, maxK: 10, seed: 42 });
  expect(policy.tiers.map(({ name, share }) => [name, share])).toEqual([
    ['VIP', 0.05],
    ['gold', 0.15],
    ['silver', 0.3],
    ['standard', undefined],
  ]);
});

it('keeps the other defaults of a part that is given in part', () => {
  expect(parsePolicy({ clusters: { maxK: 5 } }).clusters).toMatchObject({ minK: 2, maxK: 5, minShare: 0.02 });
});

it.each([
  { what: 'an unknown key', policy: { windowMonth: 12 }, message: 'windowMonth' },
  { what: 'an unknown key further in', policy: { clusters: { k: 4 } }, message: 'clusters' },
  { what: 'a column that is not canonical', policy: { columns: { orders: { price: 'Price' } } }, message: 'price' },
  { what: 'shares that sum to 1', policy: tiers(0.5, 0.5, undefined), message: 'less than 1' },
  { what: 'a share of 0', policy: tiers(0, undefined), message: 'share' },
  { what: 'a last tier with a share', policy: tiers(0.5, 0.2), message: 'the last tier takes the rest' },
  { what: 'a tier before the last without a share', policy: tiers(undefined, undefined), message: 'needs `share`' },
  { what: 'no tiers', policy: { tiers: [] }, message: 'tiers' },
  {
    what: 'two tiers of one name',
    policy: {
      tiers: [
        { name: 'a', label, share: 0.5 },
        { name: 'a', label },
      ],
    },
    message: 'differ',
  },
  { what: 'an unknown time zone', policy: { timeZone: 'Mars/Olympus' }, message: 'timeZone' },
  {
    what: 'weights that are all 0',
    policy: { valueScore: { monetary_total: 0, orders: 0, recency_days: 0 } },
    message: 'above 0',
  },
  { what: 'a minK above maxK', policy: { clusters: { minK: 6, maxK: 3 } }, message: 'minK' },
  {
    what: 'a share among thresholds',
    policy: { ...tiers(0.5, undefined), tierMethod: { by: 'threshold' } },
    message: 'not for tiers drawn by threshold',
  },
  {
    what: 'a condition of no column',
    policy: threshold({ column: 'shoe_size', atLeast: 40 }),
    message: 'tiers[0].when.column',
  },
  { what: 'a condition without a limit', policy: threshold({ column: 'clv' }), message: 'needs a limit' },
  {
    what: 'a name with a limit',
    policy: threshold({ column: 'segment', atLeast: 2 }),
    message: 'tested by `is` alone',
  },
  { what: 'a condition that is two', policy: threshold({ column: 'clv', above: 1, any: [] }), message: 'any' },
  { what: 'an unknown preset', policy: { tiers: 'gold-and-silver' }, message: 'value-and-satisfaction' },
  {
    what: 'a hold-out of no tier',
    policy: { holdOut: { tiers: { platinum: 0.1 } } },
    message: 'none of the tiers VIP',
  },
])('refuses $what and names it', ({ policy, message }) => {
  expect(() => parsePolicy(policy)).toThrow(PolicyError);
  expect(() => parsePolicy(policy)).toThrow(message);
});

it('has one hash for equal content, whatever the order of the keys', () => {
  const one = parsePolicy({ timeZone: 'Asia/Shanghai', windowMonths: 12, clusters: { minK: 3, maxK: 5 } });
  const other = parsePolicy({ clusters: { maxK: 5, minK: 3 }, windowMonths: 12, timeZone: 'Asia/Shanghai' });
  expect(policyHash(one)).toBe(policyHash(other));
});

it('has one hash for equal column mappings, whatever their order', () => {
  const one = parsePolicy({ columns: { orders: { amount: 'Total', customer_id: 'Who' } } });
  const other = parsePolicy({ columns: { orders: { customer_id: 'Who', amount: 'Total' } } });
  expect(policyHash(one)).toBe(policyHash(other));
});

it('has another hash for other content', () => {
  expect(policyHash(parsePolicy({ windowMonths: 12 }))).not.toBe(policyHash(parsePolicy({})));
});

it('has the same hash for a default that is left out and one that is written', () => {
  expect(policyHash(parsePolicy({ timeUnit: 'week' }))).toBe(policyHash(parsePolicy({})));
});

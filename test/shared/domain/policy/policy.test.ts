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

it('fills every default when no policy file is given', () => {
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

it('fills the remaining defaults of a section that is given in part', () => {
  expect(parsePolicy({ clusters: { maxK: 5 } }).clusters).toMatchObject({ minK: 2, maxK: 5, minShare: 0.02 });
});

it.each([
  { what: 'an unknown key', policy: { windowMonth: 12 }, message: 'windowMonth' },
  { what: 'an unknown nested key', policy: { clusters: { k: 4 } }, message: 'clusters' },
  { what: 'an unknown field', policy: { columns: { orders: { price: 'Price' } } }, message: 'price' },
  { what: 'shares that sum to 1', policy: tiers(0.5, 0.5, undefined), message: 'less than 1' },
  { what: 'a share of 0', policy: tiers(0, undefined), message: 'share' },
  { what: 'a last tier with a share', policy: tiers(0.5, 0.2), message: 'the last tier takes the rest' },
  { what: 'a tier before the last without a share', policy: tiers(undefined, undefined), message: 'needs `share`' },
  { what: 'no tiers', policy: { tiers: [] }, message: 'tiers' },
  {
    what: 'two tiers with the same name',
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
    what: 'weights of 0 only',
    policy: { valueScore: { monetary_total: 0, orders: 0, recency_days: 0 } },
    message: 'above 0',
  },
  { what: 'a minK above maxK', policy: { clusters: { minK: 6, maxK: 3 } }, message: 'minK' },
  {
    what: 'a share in the method threshold',
    policy: { ...tiers(0.5, undefined), tierMethod: { by: 'threshold' } },
    message: 'does not apply to the method threshold',
  },
  {
    what: 'a condition on an unknown column',
    policy: threshold({ column: 'shoe_size', atLeast: 40 }),
    message: 'tiers[0].when.column',
  },
  { what: 'a condition without a limit', policy: threshold({ column: 'clv' }), message: 'needs a limit' },
  {
    what: 'a name with a limit',
    policy: threshold({ column: 'segment', atLeast: 2 }),
    message: 'test it with `is` only',
  },
  { what: 'a condition of two kinds', policy: threshold({ column: 'clv', above: 1, any: [] }), message: 'any' },
  { what: 'an unknown preset', policy: { tiers: 'gold-and-silver' }, message: 'value-and-satisfaction' },
  {
    what: 'a hold-out in an unknown tier',
    policy: { holdOut: { tiers: { platinum: 0.1 } } },
    message: 'not one of the tiers VIP',
  },
])('rejects $what and names it', ({ policy, message }) => {
  expect(() => parsePolicy(policy)).toThrow(PolicyError);
  expect(() => parsePolicy(policy)).toThrow(message);
});

it('has the same hash for equal content, whatever the order of keys', () => {
  const one = parsePolicy({ timeZone: 'Asia/Shanghai', windowMonths: 12, clusters: { minK: 3, maxK: 5 } });
  const other = parsePolicy({ clusters: { maxK: 5, minK: 3 }, windowMonths: 12, timeZone: 'Asia/Shanghai' });
  expect(policyHash(one)).toBe(policyHash(other));
});

it('has the same hash for equal column mappings, whatever their order', () => {
  const one = parsePolicy({ columns: { orders: { amount: 'Total', customer_id: 'Who' } } });
  const other = parsePolicy({ columns: { orders: { customer_id: 'Who', amount: 'Total' } } });
  expect(policyHash(one)).toBe(policyHash(other));
});

it('has a different hash for different content', () => {
  expect(policyHash(parsePolicy({ windowMonths: 12 }))).not.toBe(policyHash(parsePolicy({})));
});

it('has the same hash for an omitted default as for an explicit one', () => {
  expect(policyHash(parsePolicy({ timeUnit: 'week' }))).toBe(policyHash(parsePolicy({})));
});

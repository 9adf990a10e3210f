import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parsePolicy } from '../../../../shared/domain/policy/policy.ts';
import { policyDifference } from '../../../../shared/domain/policy/policy-difference.ts';

const tier = (name: string, share?: number) => ({ name, label: { en: name, zh: name }, ...(share && { share }) });

it('lists each field that differs, with the value before and after', () => {
  const before = parsePolicy({ windowMonths: 12, tiers: [tier('VIP', 0.05), tier('rest')] });
  const after = parsePolicy({ windowMonths: 24, tiers: [tier('VIP', 0.1), tier('rest')] });

  expect(policyDifference(before, after)).toEqual([
    { field: 'windowMonths', before: 12, after: 24 },
    { field: 'tiers.VIP.share', before: 0.05, after: 0.1 },
  ]);
});

it('reports a new tier and a change of order without touching the other tiers', () => {
  const [before, after] = [
    { tiers: [tier('a', 0.1), tier('b', 0.2), tier('c')] },
    { tiers: [tier('b', 0.2), tier('new', 0.05), tier('a', 0.1), tier('c')] },
  ];

  expect(policyDifference(before, after)).toEqual([
    { field: 'tiers (order)', before: ['a', 'b', 'c'], after: ['b', 'new', 'a', 'c'] },
    { field: 'tiers.new', before: null, after: { label: { en: 'new', zh: 'new' }, share: 0.05 } },
  ]);
});

it('is empty exactly for equal policies', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      expect(policyDifference(one, structuredClone(one))).toEqual([]);
      const isSame = JSON.stringify(one) === JSON.stringify(other);
      if (!isSame && typeof one !== 'object') expect(policyDifference(one, other)).toHaveLength(1);
    }),
  );
});

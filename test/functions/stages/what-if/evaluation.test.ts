import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { policyForEvaluation } from '../../../../functions/stages/what-if/evaluation.ts';
import { type Policy, parsePolicy } from '../../../../shared/domain/policy/policy.ts';
import { hasSameFeatures } from '../../../../shared/pipeline/model/fit-or-reuse.ts';

/** Non-default values for some sections. */
const changed = {
  ...{ timeZone: 'Asia/Shanghai', dayFirst: true, windowMonths: 12, timeUnit: 'day', model: 'frozen' },
  ...{ columns: { orders: { amount: 'Betrag' } }, features: { recentDays: 10 }, clusters: { maxK: 3 } },
  ...{ rfm: { bins: 6 }, valueScore: { orders: 1 }, movement: { protectNewDays: 1 }, holdOut: { share: 0.1 } },
  ...{ lifetimeValue: { horizonMonths: 6 }, classes: { abc: { a: 0.5, b: 0.3 } }, publish: { valueScoreTolerance: 2 } },
};
const own = parsePolicy({});

it('evaluates every section that differs, or names it as not evaluated', () => {
  fc.assert(
    fc.property(fc.subarray(Object.keys(changed)), (sections) => {
      const requested = parsePolicy(
        Object.fromEntries(Object.entries(changed).filter(([name]) => sections.includes(name))),
      );
      const { policy, not_evaluated } = policyForEvaluation(requested, own);

      const named = not_evaluated.map(({ section }) => section as keyof Policy);
      for (const section of Object.keys(requested) as (keyof Policy)[]) {
        expect(policy[section]).toEqual((named.includes(section) ? own : requested)[section]);
        if (named.includes(section)) expect(isDeepStrictEqual(requested[section], own[section])).toBe(false);
      }
      expect(hasSameFeatures(policy, own)).toBe(true);
    }),
  );
});

it('keeps only the sections that affect cleaning and features', () => {
  const { not_evaluated } = policyForEvaluation(parsePolicy(changed), own);

  expect(not_evaluated.map(({ section }) => section).toSorted()).toEqual([
    'clusters',
    'columns',
    'dayFirst',
    'features',
    'publish',
    'timeUnit',
    'timeZone',
    'windowMonths',
  ]);
});

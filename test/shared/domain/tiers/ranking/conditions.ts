import fc from 'fast-check';
import type { Condition } from '../../../../../shared/domain/tiers/ranking/condition.ts';

const number = fc.integer({ min: -8, max: 8 }).map((half) => half / 2);
const limits = fc
  .record({ atLeast: number, above: number, atMost: number, below: number }, { requiredKeys: [] })
  .filter((each) => Object.keys(each).length > 0);
const numberTest = fc
  .tuple(fc.constantFrom('value_score' as const, 'satisfaction' as const, 'orders' as const), limits)
  .map(([column, each]) => ({ column, ...each }));
const nameTest = fc
  .tuple(fc.constantFrom('segment' as const, 'region' as const), fc.subarray(['a', "b's", '{c}'], { minLength: 1 }))
  .map(([column, is]) => ({ column, is }));

/** Any condition, up to three levels deep. */
export const condition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    numberTest,
    nameTest,
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
  ),
})).condition;

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null, freq: 5 });
const name = maybe(fc.constantFrom('a', "b's", '{c}', 'd'));

/** A customer, any of whose values may be unknown. */
export const facts = fc.record({
  value_score: maybe(number),
  satisfaction: maybe(number),
  orders: maybe(fc.integer({ min: -4, max: 4 })),
  segment: name,
  region: name,
});
export const factColumns = {
  ...{ value_score: 'DOUBLE', satisfaction: 'DOUBLE', orders: 'INTEGER', segment: 'VARCHAR', region: 'VARCHAR' },
};

import { z } from 'zod';
import { type Facts, holds, testSql } from '../../classification/rules.ts';
import { type NameColumn, type NumberColumn, nameColumns, numberColumns } from './tier-columns.ts';

export interface NumberTest {
  column: NumberColumn;
  atLeast?: number | undefined;
  above?: number | undefined;
  atMost?: number | undefined;
  below?: number | undefined;
}

export interface NameTest {
  column: NameColumn;
  is: readonly string[];
}

/** A condition on a customer: a test of one column, or conditions joined by AND (`all`) or OR (`any`). */
export type Condition = NumberTest | NameTest | { all: readonly Condition[] } | { any: readonly Condition[] };

const limit = (test: string) => z.number().optional().describe(`A number ${test}`);
const conditions = z.lazy(() => z.array(conditionSchema).min(1).max(20)).optional();

const conditionFields = z.strictObject({
  column: z
    .enum([...numberColumns, ...nameColumns])
    .optional()
    .describe('The column to test: numbers against limits, names with `is`'),
  atLeast: limit('at or above this'),
  above: limit('above this'),
  atMost: limit('at or below this'),
  below: limit('lower than this'),
  is: z.array(z.string().min(1)).min(1).optional().describe('Any of these names'),
  all: conditions.describe('All of these must hold'),
  any: conditions.describe('At least one of these must hold'),
});

export const conditionSchema: z.ZodType<Condition> = conditionFields
  .superRefine((condition, { addIssue }) => {
    const fault = findFault(condition);
    if (fault) addIssue({ code: 'custom', message: fault, input: condition });
  })
  .meta({
    title: 'condition',
    description:
      'A condition on a customer: a test of one column, or several conditions joined by AND (`all`) or OR (`any`)',
  }) as unknown as z.ZodType<Condition>;

function findFault(condition: Record<string, unknown>): string | undefined {
  const present = (keys: readonly string[]) => keys.filter((key) => condition[key] !== undefined);
  const kinds = present(['column', 'all', 'any']);
  const limits = present(['atLeast', 'above', 'atMost', 'below']);
  const tests = [...limits, ...present(['is'])];
  if (kinds.length !== 1) return 'needs exactly one of column, all and any';
  if (kinds[0] !== 'column') return tests.length > 0 ? `${tests[0]} needs a column` : undefined;
  const isName = (nameColumns as readonly unknown[]).includes(condition.column);
  if (isName) return tests.join() === 'is' ? undefined : `${condition.column} is a name: test it with \`is\` only`;
  if (tests.includes('is')) return `${condition.column} is a number: test it with limits, not with \`is\``;
  return limits.length > 0 ? undefined : 'needs a limit: atLeast, above, atMost or below';
}

/** Returns the columns that a condition tests, without repetition. */
export function conditionColumns(condition: Condition): (NumberColumn | NameColumn)[] {
  if ('all' in condition) return [...new Set(condition.all.flatMap(conditionColumns))];
  if ('any' in condition) return [...new Set(condition.any.flatMap(conditionColumns))];
  return [condition.column];
}

/** Whether a customer meets a condition. An unknown value meets no test. */
export function isMet(condition: Condition, facts: Facts): boolean {
  if ('all' in condition) return condition.all.every((each) => isMet(each, facts));
  if ('any' in condition) return condition.any.some((each) => isMet(each, facts));
  const { column, ...test } = condition;
  return holds(test, facts[column] ?? null);
}

/** {@link isMet} as a SQL expression over columns of the same names; never null. */
export function conditionSql(condition: Condition): string {
  if ('all' in condition) return `(${condition.all.map(conditionSql).join(' and ')})`;
  if ('any' in condition) return `(${condition.any.map(conditionSql).join(' or ')})`;
  const { column, ...test } = condition;
  return `coalesce(${testSql(column, test)}, false)`;
}

/** How far a customer may miss a limit and keep the tier: points of the value score, and a share of any other limit. */
export interface Margin {
  points: number;
  share: number;
}

/** Relaxes a condition's limits by a margin: lower limits decrease, upper limits increase. Tests of names do not change. */
export function withMargin(condition: Condition, margin: Margin): Condition {
  if ('all' in condition) return { all: condition.all.map((each) => withMargin(each, margin)) };
  if ('any' in condition) return { any: condition.any.map((each) => withMargin(each, margin)) };
  if ('is' in condition) return condition;
  const by = (amount: number) => (condition.column === 'value_score' ? margin.points : Math.abs(amount) * margin.share);
  const { column, atLeast, above, atMost, below } = condition;
  return {
    column,
    ...(atLeast !== undefined && { atLeast: atLeast - by(atLeast) }),
    ...(above !== undefined && { above: above - by(above) }),
    ...(atMost !== undefined && { atMost: atMost + by(atMost) }),
    ...(below !== undefined && { below: below + by(below) }),
  };
}

import { quotedString } from '../sql/quoting.ts';
import type { Class } from './class.ts';

/** A condition on a fact. An unknown fact meets only `known: false`. */
export interface Test {
  atLeast?: number | undefined;
  above?: number | undefined;
  atMost?: number | undefined;
  below?: number | undefined;
  is?: readonly string[];
  known?: boolean;
}

/** A class and the conditions that facts must meet. A rule without conditions holds for everyone. */
export interface Rule<Name extends string = string> {
  name: Name;
  when: Readonly<Record<string, Test>>;
}

/**
 * A classification of customers. Rules are tried in order, and the first that holds decides. The last rule holds for
 * everyone, so every customer is in exactly one class. The SQL of the pipeline and the scoring of one customer are both
 * derived from these rules.
 */
export interface Classification<Name extends string = string> {
  /** The column that holds the class. */
  column: string;
  classes: readonly Class<Name>[];
  rules: readonly Rule<Name>[];
  /** The fact that names the class if no rule holds. It replaces the last rule, and must be known in that case. */
  namedBy?: string;
}

export type Fact = number | string | null;
export type Facts = Readonly<Record<string, Fact>>;

/**
 * Returns the first rule that a customer meets.
 * @returns undefined when a fact names the class
 * @example
 * const rules = [{ name: 'big', when: { orders: { atLeast: 5 } } }, { name: 'small', when: {} }];
 * decidingRule({ rules }, { orders: 3 }) // => { name: 'small', when: {} }
 */
export const decidingRule = ({ rules }: Classification, facts: Facts): Rule | undefined =>
  rules.find(({ when }) => Object.entries(when).every(([fact, test]) => holds(test, facts[fact] ?? null)));

/**
 * Returns the class of a customer.
 * @throws {RangeError} when no rule is met and no fact names the class
 * @example
 * const rules = [{ name: 'big', when: { orders: { atLeast: 5 } } }];
 * const classes = [{ name: 'big', zh: '大' }];
 * classify({ column: 'size', classes, rules }, { orders: 7 }) // => { name: 'big', zh: '大' }
 * classify({ column: 'size', classes, rules }, { orders: 3 }) // throws RangeError
 */
export function classify(classification: Classification, facts: Facts): Class {
  const { column, classes, namedBy } = classification;
  const rule = decidingRule(classification, facts);
  const name = rule?.name ?? (namedBy && facts[namedBy]);
  if (typeof name !== 'string') throw new RangeError(`expected every customer to have a ${column}`);
  return classes.find((each) => each.name === name) ?? { name, zh: name };
}

/**
 * Whether a fact meets a condition.
 * @example
 * [holds({ atLeast: 2, below: 5 }, 4), holds({ is: ['A', 'B'] }, 'C'), holds({ atLeast: 2 }, null)] // => [true, false, false]
 */
export function holds({ atLeast, above, atMost, below, is, known }: Test, value: Fact): boolean {
  if (known !== undefined) return known === (value !== null);
  if (value === null) return false;
  if (typeof value === 'string') return is?.includes(value) ?? false;
  return (
    (atLeast === undefined || value >= atLeast) &&
    (above === undefined || value > above) &&
    (atMost === undefined || value <= atMost) &&
    (below === undefined || value < below)
  );
}

/**
 * {@link classify} as a SQL expression over columns named like the facts.
 * @example
 * classSql({ rules: [{ name: 'big', when: { orders: { atLeast: 5 } } }, { name: 'small', when: {} }] })
 * // => "case when orders >= 5::double then 'big' when true then 'small' end"
 */
export function classSql({ rules, namedBy }: Classification): string {
  const cases = rules.map(({ name, when }) => `when ${conditionSql(when)} then ${quotedString(name)}`);
  return ['case', ...cases, ...(namedBy ? [`else ${namedBy}`] : []), 'end'].join(' ');
}

/**
 * Returns a SQL expression for the Chinese name of the class in the classification's column.
 * @example
 * chineseClassSql({ column: 'size', classes: [{ name: 'big', zh: '大' }] }) // => "case size when 'big' then '大' else size end"
 */
export function chineseClassSql({ column, classes }: Classification): string {
  const cases = classes.map(({ name, zh }) => `when ${quotedString(name)} then ${quotedString(zh)}`);
  return ['case', column, ...cases, `else ${column}`, 'end'].join(' ');
}

/**
 * {@link holds} as a SQL expression; null when the fact is unknown, except for `known`.
 * @example
 * testSql('orders', { atLeast: 2, below: 5 }) // => 'orders >= 2::double and orders < 5::double'
 */
export function testSql(fact: string, { atLeast, above, atMost, below, is, known }: Test): string {
  const tests = [
    ...(known === undefined ? [] : [`${fact} is ${known ? 'not null' : 'null'}`]),
    ...(atLeast === undefined ? [] : [`${fact} >= ${atLeast}::double`]),
    ...(above === undefined ? [] : [`${fact} > ${above}::double`]),
    ...(atMost === undefined ? [] : [`${fact} <= ${atMost}::double`]),
    ...(below === undefined ? [] : [`${fact} < ${below}::double`]),
    ...(is === undefined ? [] : [`${fact} in (${is.map(quotedString).join(', ')})`]),
  ];
  return tests.join(' and ');
}

function conditionSql(when: Rule['when']): string {
  return (
    Object.entries(when)
      .map(([fact, test]) => testSql(fact, test))
      .join(' and ') || 'true'
  );
}

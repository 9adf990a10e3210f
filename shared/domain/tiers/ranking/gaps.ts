import type { Fact, Facts } from '../../classification/rules.ts';
import { quotedString } from '../../sql/quoting.ts';
import { type Condition, conditionSql, isMet, type NameTest, type NumberTest } from './condition.ts';

/** What a customer lacks for a condition: a column, what it is, what it would have to be, and how far that is. */
export interface Gap {
  column: string;
  /** Null where it is not known. */
  has: Fact;
  /** A limit, or the names of which one would do. */
  needs: number | readonly string[];
  /** In the column's own unit; null between names and where nothing is known. A limit of `above` or `below` has to be passed. */
  missing: number | null;
}

/** Behind every gap that can be measured. */
const FAR = 1e9;

/**
 * What a customer lacks for a condition, empty where it is met: of tests joined by and, all that fail; of those joined by or, the
 * way that asks least, measured as a share of what is needed (of the value score: of 100 points).
 */
export function tierGaps(condition: Condition, facts: Facts): Gap[] {
  if (isMet(condition, facts)) return [];
  if ('all' in condition) return condition.all.flatMap((each) => tierGaps(each, facts));
  if ('any' in condition) {
    const ways = condition.any.map((each) => tierGaps(each, facts));
    const efforts = ways.map((gaps) => Math.max(...gaps.map((gap) => effort(gap))));
    return ways[efforts.indexOf(Math.min(...efforts))] ?? [];
  }
  const has = facts[condition.column] ?? null;
  if ('is' in condition) return [{ column: condition.column, has, needs: condition.is, missing: null }];
  const needs = limitMissed(condition, has);
  return [{ column: condition.column, has, needs, missing: typeof has === 'number' ? Math.abs(needs - has) : null }];
}

/** The limits of a number test, with the way in which a number misses each. */
const testLimits = ({ atLeast, above, atMost, below }: NumberTest) =>
  [
    { limit: atLeast, misses: '<' },
    { limit: above, misses: '<=' },
    { limit: atMost, misses: '>' },
    { limit: below, misses: '>=' },
  ].flatMap(({ limit, misses }) => (limit === undefined ? [] : [{ limit, misses }]));

function limitMissed(test: NumberTest, has: Fact): number {
  const limits = testLimits(test);
  const missed = limits.find(
    ({ limit, misses }) =>
      typeof has === 'number' &&
      ((misses === '<' && has < limit) ||
        (misses === '<=' && has <= limit) ||
        (misses === '>' && has > limit) ||
        (misses === '>=' && has >= limit)),
  );
  return (missed ?? limits[0])?.limit ?? 0;
}

function effort({ column, needs, missing }: Gap): number {
  if (missing === null || typeof needs !== 'number') return FAR;
  return missing / (column === 'value_score' ? 100 : Math.max(Math.abs(needs), 1e-9));
}

/**
 * {@link tierGaps} as a SQL expression: a list of structs `gap` (JSON) and `effort`. Its `gap`s are what {@link tierGaps} gives.
 */
function waysSql(condition: Condition): string {
  if ('all' in condition) return `list_concat(${condition.all.map(waysSql).join(', ')})`;
  if ('any' in condition) {
    const ways = condition.any.map(waysSql).join(', ');
    const efforts = `list_transform([${ways}], (way, place) -> {effort: coalesce(list_max(list_transform(way, each -> each.effort)), 0), place: place, way: way})`;
    return `if(${conditionSql(condition)}, ${NO_GAPS}, list_sort(${efforts})[1].way)`;
  }
  return `if(${conditionSql(condition)}, ${NO_GAPS}, [{gap: ${gapSql(condition)}, effort: ${effortSql(condition)}}])`;
}

const NO_GAPS = '[]::struct(gap json, effort double)[]';

/** {@link tierGaps} as a SQL expression, a JSON list. */
export const gapsSql = (condition: Condition): string =>
  `to_json(list_transform(${waysSql(condition)}, way -> way.gap))`;

function gapSql(test: NumberTest | NameTest): string {
  const column = `'column', ${quotedString(test.column)}`;
  if ('is' in test) {
    const names = test.is.map(quotedString).join(', ');
    return `json_object(${column}, 'has', ${test.column}, 'needs', json_array(${names}), 'missing', null)`;
  }
  const needs = missedSql(test);
  const has = `${test.column}::double`;
  return `json_object(${column}, 'has', ${has}, 'needs', ${needs}, 'missing', abs(${needs} - ${has}))`;
}

function effortSql(test: NumberTest | NameTest): string {
  if ('is' in test) return `${FAR}::double`;
  const whole = test.column === 'value_score' ? '100' : `greatest(abs(${missedSql(test)}), 1e-9)`;
  return `coalesce(abs(${missedSql(test)} - ${test.column}::double) / ${whole}, ${FAR}::double)`;
}

function missedSql(test: NumberTest): string {
  const limits = testLimits(test);
  const cases = limits.map(
    ({ limit, misses }) => `when ${test.column} ${misses} ${limit}::double then ${limit}::double`,
  );
  return `case ${cases.join(' ')} else ${limits[0]?.limit}::double end`;
}

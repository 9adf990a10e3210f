import type { Fact, Facts } from '../../classification/rules.ts';
import { quotedString } from '../../sql/quoting.ts';
import { type Condition, conditionSql, isMet, type NameTest, type NumberTest } from './condition.ts';

/** What a customer lacks to meet one test: the column, its value, the value needed and the difference. */
export interface Gap {
  column: string;
  /** Null when unknown. */
  has: Fact;
  /** A limit, or the names of which any one is enough. */
  needs: number | readonly string[];
  /** In the column's unit; null for names and unknown values. Limits of `above` and `below` must be passed, not just reached. */
  missing: number | null;
}

/** The effort of a gap that cannot be measured; larger than any that can. */
const UNMEASURABLE = 1e9;

/**
 * Returns what a customer lacks to meet a condition; empty when it is met. For `all`: every test that fails. For `any`: the
 * alternative with the least effort, where effort is the missing share of the limit (for the value score, of 100 points).
 */
export function tierGaps(condition: Condition, facts: Facts): Gap[] {
  if (isMet(condition, facts)) return [];
  if ('all' in condition) return condition.all.flatMap((each) => tierGaps(each, facts));
  if ('any' in condition) {
    const alternatives = condition.any.map((each) => tierGaps(each, facts));
    const efforts = alternatives.map((gaps) => Math.max(...gaps.map((gap) => effort(gap))));
    return alternatives[efforts.indexOf(Math.min(...efforts))] ?? [];
  }
  const has = facts[condition.column] ?? null;
  if ('is' in condition) return [{ column: condition.column, has, needs: condition.is, missing: null }];
  const needs = missedLimit(condition, has);
  return [{ column: condition.column, has, needs, missing: typeof has === 'number' ? Math.abs(needs - has) : null }];
}

/** The limits of a number test, each with the comparison that holds when a number misses it. */
const testLimits = ({ atLeast, above, atMost, below }: NumberTest) =>
  [
    { limit: atLeast, misses: '<' },
    { limit: above, misses: '<=' },
    { limit: atMost, misses: '>' },
    { limit: below, misses: '>=' },
  ].flatMap(({ limit, misses }) => (limit === undefined ? [] : [{ limit, misses }]));

function missedLimit(test: NumberTest, has: Fact): number {
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
  if (missing === null || typeof needs !== 'number') return UNMEASURABLE;
  return missing / (column === 'value_score' ? 100 : Math.max(Math.abs(needs), 1e-9));
}

/** {@link tierGaps} as a SQL expression, with the effort of each gap: a list of structs `gap` (JSON) and `effort`. */
function gapsWithEffortSql(condition: Condition): string {
  if ('all' in condition) return `list_concat(${condition.all.map(gapsWithEffortSql).join(', ')})`;
  if ('any' in condition) {
    const alternatives = condition.any.map(gapsWithEffortSql).join(', ');
    const efforts = `list_transform([${alternatives}], (gaps, position) -> {effort: coalesce(list_max(list_transform(gaps, each -> each.effort)), 0), position: position, gaps: gaps})`;
    return `if(${conditionSql(condition)}, ${NO_GAPS}, list_sort(${efforts})[1].gaps)`;
  }
  return `if(${conditionSql(condition)}, ${NO_GAPS}, [{gap: ${gapSql(condition)}, effort: ${effortSql(condition)}}])`;
}

const NO_GAPS = '[]::struct(gap json, effort double)[]';

/** {@link tierGaps} as a SQL expression that yields a JSON list. */
export const gapsSql = (condition: Condition): string =>
  `to_json(list_transform(${gapsWithEffortSql(condition)}, each -> each.gap))`;

function gapSql(test: NumberTest | NameTest): string {
  const column = `'column', ${quotedString(test.column)}`;
  if ('is' in test) {
    const names = test.is.map(quotedString).join(', ');
    return `json_object(${column}, 'has', ${test.column}, 'needs', json_array(${names}), 'missing', null)`;
  }
  const needs = missedLimitSql(test);
  const has = `${test.column}::double`;
  return `json_object(${column}, 'has', ${has}, 'needs', ${needs}, 'missing', abs(${needs} - ${has}))`;
}

function effortSql(test: NumberTest | NameTest): string {
  if ('is' in test) return `${UNMEASURABLE}::double`;
  const whole = test.column === 'value_score' ? '100' : `greatest(abs(${missedLimitSql(test)}), 1e-9)`;
  return `coalesce(abs(${missedLimitSql(test)} - ${test.column}::double) / ${whole}, ${UNMEASURABLE}::double)`;
}

function missedLimitSql(test: NumberTest): string {
  const limits = testLimits(test);
  const cases = limits.map(
    ({ limit, misses }) => `when ${test.column} ${misses} ${limit}::double then ${limit}::double`,
  );
  return `case ${cases.join(' ')} else ${limits[0]?.limit}::double end`;
}

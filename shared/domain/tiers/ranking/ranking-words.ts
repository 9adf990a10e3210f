import { type Fact, type Facts, holds, type Test } from '../../classification/rules.ts';
import type { Label } from '../../features/feature.ts';
import { quotedString } from '../../sql/quoting.ts';
import { type Condition, conditionSql, isMet, type NameTest, type NumberTest } from './condition.ts';
import { formatNumber } from './format-number.ts';
import { columnLabel, decimalPlaces, type NumberColumn } from './tier-columns.ts';

export type Language = keyof Label;

const conjunctions = { en: ' and ', zh: '，' } as const;
/** How to describe a number that meets a limit. */
const metComparisons = {
  atLeast: { en: 'at or above', zh: '达到或高于' },
  above: { en: 'above', zh: '高于' },
  atMost: { en: 'at or below', zh: '等于或低于' },
  below: { en: 'below', zh: '低于' },
} as const;
/** How to describe a number that misses a limit. */
const missedComparisons = {
  atLeast: metComparisons.below,
  above: metComparisons.atMost,
  atMost: metComparisons.above,
  below: metComparisons.atLeast,
} as const;

const kinds = ['atLeast', 'above', 'atMost', 'below'] as const;
type Kind = (typeof kinds)[number];

/** One limit of a number test. */
interface Limit {
  column: NumberColumn;
  kind: Kind;
  limit: number;
}

const testLimits = (test: NumberTest): Limit[] =>
  kinds.flatMap((kind) => {
    const limit = test[kind];
    return limit === undefined ? [] : [{ column: test.column, kind, limit }];
  });

const formatLimit = ({ column, limit }: Limit) => limit.toFixed(decimalPlaces(column));

/** The words before and after a number that meets a limit. */
function metLimitWords(limit: Limit, language: Language): [prefix: string, suffix: string] {
  const comparison = {
    en: `${metComparisons[limit.kind].en} the line of ${formatLimit(limit)}`,
    zh: `${metComparisons[limit.kind].zh}分界线 ${formatLimit(limit)}`,
  };
  return comparisonWords(limit.column, comparison, language);
}

/** The words before and after a number that misses a limit of a tier. */
function missedLimitWords(limit: Limit, tier: Label, language: Language): [prefix: string, suffix: string] {
  const comparison = {
    en: `${missedComparisons[limit.kind].en} the ${tier.en} line of ${formatLimit(limit)}`,
    zh: `${missedComparisons[limit.kind].zh}${tier.zh}线 ${formatLimit(limit)}`,
  };
  return comparisonWords(limit.column, comparison, language);
}

function comparisonWords(
  column: NumberColumn,
  comparison: Label,
  language: Language,
): [prefix: string, suffix: string] {
  const scale = column === 'value_score' ? { en: ' of 100', zh: '（满分 100）' }[language] : '';
  const verb = { en: ' is ', zh: '' }[language];
  return [`${columnLabel(column)[language]} `, `${scale}${verb}${comparison[language]}`];
}

const unknownWords = (test: NumberTest | NameTest, language: Language) =>
  `${columnLabel(test.column)[language]}${{ en: ' is not known', zh: '未知' }[language]}`;

const unmetNameWords = ({ is }: NameTest, tier: Label, language: Language) =>
  ({
    en: ` is not one of ${is.join(', ')}, as required for ${tier.en}`,
    zh: ` 不属于${tier.zh}要求的 ${is.join('、')}`,
  })[language];

/** Explains why a condition is met. Of alternatives (`any`), it names the first that is met. */
export function metWords(condition: Condition, facts: Facts, language: Language): string {
  if ('all' in condition)
    return condition.all.map((each) => metWords(each, facts, language)).join(conjunctions[language]);
  if ('any' in condition) {
    const met = condition.any.find((each) => isMet(each, facts));
    return met ? metWords(met, facts, language) : '';
  }
  const value = facts[condition.column] ?? null;
  if ('is' in condition) return `${columnLabel(condition.column)[language]} ${value}`;
  return testLimits(condition)
    .map((limit) => metLimitWords(limit, language).join(formatValue(value, limit.column)))
    .join(conjunctions[language]);
}

/**
 * Explains why a condition is not met, naming every test that fails.
 * @param tier label of the tier that has the condition
 */
export function unmetWords(condition: Condition, tier: Label, facts: Facts, language: Language): string {
  if ('all' in condition || 'any' in condition) {
    const each = 'all' in condition ? condition.all : condition.any;
    const failing = each.filter((one) => !isMet(one, facts));
    return failing.map((one) => unmetWords(one, tier, facts, language)).join(conjunctions[language]);
  }
  const value = facts[condition.column] ?? null;
  if (value === null) return unknownWords(condition, language);
  if ('is' in condition) {
    return `${columnLabel(condition.column)[language]} ${value}${unmetNameWords(condition, tier, language)}`;
  }
  const missed = testLimits(condition).find(({ kind, limit }) => !holds({ [kind]: limit } as Test, value));
  return missed ? missedLimitWords(missed, tier, language).join(formatValue(value, missed.column)) : '';
}

const formatValue = (value: Fact, column: NumberColumn) => formatNumber(Number(value), decimalPlaces(column));

/** {@link metWords} as a SQL expression. */
export function metSql(condition: Condition, language: Language): string {
  if ('all' in condition)
    return joinSql(
      condition.all.map((each) => metSql(each, language)),
      language,
    );
  if ('any' in condition) {
    const cases = condition.any.map((each) => `when ${conditionSql(each)} then ${metSql(each, language)}`);
    return `case ${cases.join(' ')} end`;
  }
  if ('is' in condition) return nameSql(condition, language);
  return joinSql(
    testLimits(condition).map((limit) => numberSql(limit.column, metLimitWords(limit, language))),
    language,
  );
}

/** {@link unmetWords} as a SQL expression. */
export function unmetSql(condition: Condition, tier: Label, language: Language): string {
  if ('all' in condition || 'any' in condition) {
    const each = 'all' in condition ? condition.all : condition.any;
    const failing = each.map((one) => `if(${conditionSql(one)}, null, ${unmetSql(one, tier, language)})`);
    return joinSql(failing, language);
  }
  const ifUnknown = quotedString(unknownWords(condition, language));
  if ('is' in condition) {
    return `coalesce(${nameSql(condition, language)} || ${quotedString(unmetNameWords(condition, tier, language))}, ${ifUnknown})`;
  }
  const cases = testLimits(condition).map((limit) => {
    const isMetSql = conditionSql({ column: limit.column, [limit.kind]: limit.limit });
    return `when not ${isMetSql} then ${numberSql(limit.column, missedLimitWords(limit, tier, language))}`;
  });
  return `coalesce(case ${cases.join(' ')} end, ${ifUnknown})`;
}

const joinSql = (texts: readonly string[], language: Language) =>
  texts.length === 1 ? (texts[0] as string) : `concat_ws(${quotedString(conjunctions[language])}, ${texts.join(', ')})`;

/** A SQL expression for a number within words; null when the number is unknown. */
const numberSql = (column: NumberColumn, [prefix, suffix]: [string, string]) =>
  `${quotedString(prefix)} || format('{:.${decimalPlaces(column)}f}', ${column}::double) || ${quotedString(suffix)}`;

const nameSql = ({ column }: NameTest, language: Language) =>
  `${quotedString(`${columnLabel(column)[language]} `)} || ${column}`;

import { type Fact, type Facts, holds, type Test } from '../../classification/rules.ts';
import type { Label } from '../../features/feature.ts';
import { quotedString } from '../../sql/quoting.ts';
import { type Condition, conditionSql, isMet, type NameTest, type NumberTest } from './condition.ts';
import { shownNumber } from './shown-number.ts';
import { columnLabel, decimalPlaces, type NumberColumn } from './tier-columns.ts';

export type Language = keyof Label;

const joining = { en: ' and ', zh: '，' } as const;
/** How a number stands to a limit that it keeps, and to one that it misses. */
const keeps = {
  atLeast: { en: 'at or above', zh: '达到或高于' },
  above: { en: 'above', zh: '高于' },
  atMost: { en: 'at or below', zh: '等于或低于' },
  below: { en: 'below', zh: '低于' },
} as const;
const misses = { atLeast: keeps.below, above: keeps.atMost, atMost: keeps.above, below: keeps.atLeast } as const;

const kinds = ['atLeast', 'above', 'atMost', 'below'] as const;
type Kind = (typeof kinds)[number];

/** One limit of a test of a number. */
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

const shown = ({ column, limit }: Limit) => limit.toFixed(decimalPlaces(column));

/** What stands before a number and behind it. */
function keptWords(limit: Limit, language: Language): [before: string, behind: string] {
  const comparison = {
    en: `${keeps[limit.kind].en} the line of ${shown(limit)}`,
    zh: `${keeps[limit.kind].zh}分界线 ${shown(limit)}`,
  };
  return around(limit.column, comparison, language);
}

function missedWords(limit: Limit, tier: Label, language: Language): [before: string, behind: string] {
  const comparison = {
    en: `${misses[limit.kind].en} the ${tier.en} line of ${shown(limit)}`,
    zh: `${misses[limit.kind].zh}${tier.zh}线 ${shown(limit)}`,
  };
  return around(limit.column, comparison, language);
}

function around(column: NumberColumn, comparison: Label, language: Language): [before: string, behind: string] {
  const whole = column === 'value_score' ? { en: ' of 100', zh: '（满分 100）' }[language] : '';
  const verb = { en: ' is ', zh: '' }[language];
  return [`${columnLabel(column)[language]} `, `${whole}${verb}${comparison[language]}`];
}

const unknown = (test: NumberTest | NameTest, language: Language) =>
  `${columnLabel(test.column)[language]}${{ en: ' is not known', zh: '未知' }[language]}`;

const unmetName = ({ is }: NameTest, tier: Label, language: Language) =>
  ({ en: ` is none of ${is.join(', ')}, as ${tier.en} asks`, zh: ` 不属于${tier.zh}要求的 ${is.join('、')}` })[
    language
  ];

/** Why a condition is met: of tests joined by or, by the first that is. */
export function metWords(condition: Condition, facts: Facts, language: Language): string {
  if ('all' in condition) return condition.all.map((each) => metWords(each, facts, language)).join(joining[language]);
  if ('any' in condition) {
    const met = condition.any.find((each) => isMet(each, facts));
    return met ? metWords(met, facts, language) : '';
  }
  const value = facts[condition.column] ?? null;
  if ('is' in condition) return `${columnLabel(condition.column)[language]} ${value}`;
  return testLimits(condition)
    .map((limit) => keptWords(limit, language).join(inPlaces(value, limit.column)))
    .join(joining[language]);
}

/** Why a condition is not met: every test that fails. @param tier whose condition it is */
export function unmetWords(condition: Condition, tier: Label, facts: Facts, language: Language): string {
  if ('all' in condition || 'any' in condition) {
    const each = 'all' in condition ? condition.all : condition.any;
    const failing = each.filter((one) => !isMet(one, facts));
    return failing.map((one) => unmetWords(one, tier, facts, language)).join(joining[language]);
  }
  const value = facts[condition.column] ?? null;
  if (value === null) return unknown(condition, language);
  if ('is' in condition) {
    return `${columnLabel(condition.column)[language]} ${value}${unmetName(condition, tier, language)}`;
  }
  const missed = testLimits(condition).find(({ kind, limit }) => !holds({ [kind]: limit } as Test, value));
  return missed ? missedWords(missed, tier, language).join(inPlaces(value, missed.column)) : '';
}

const inPlaces = (value: Fact, column: NumberColumn) => shownNumber(Number(value), decimalPlaces(column));

/** {@link metWords} as a SQL expression. */
export function metSql(condition: Condition, language: Language): string {
  if ('all' in condition)
    return joinedSql(
      condition.all.map((each) => metSql(each, language)),
      language,
    );
  if ('any' in condition) {
    const cases = condition.any.map((each) => `when ${conditionSql(each)} then ${metSql(each, language)}`);
    return `case ${cases.join(' ')} end`;
  }
  if ('is' in condition) return nameSql(condition, language);
  return joinedSql(
    testLimits(condition).map((limit) => numberSql(limit.column, keptWords(limit, language))),
    language,
  );
}

/** {@link unmetWords} as a SQL expression. */
export function unmetSql(condition: Condition, tier: Label, language: Language): string {
  if ('all' in condition || 'any' in condition) {
    const each = 'all' in condition ? condition.all : condition.any;
    const failing = each.map((one) => `if(${conditionSql(one)}, null, ${unmetSql(one, tier, language)})`);
    return joinedSql(failing, language);
  }
  const nothing = quotedString(unknown(condition, language));
  if ('is' in condition) {
    return `coalesce(${nameSql(condition, language)} || ${quotedString(unmetName(condition, tier, language))}, ${nothing})`;
  }
  const cases = testLimits(condition).map((limit) => {
    const isKept = conditionSql({ column: limit.column, [limit.kind]: limit.limit });
    return `when not ${isKept} then ${numberSql(limit.column, missedWords(limit, tier, language))}`;
  });
  return `coalesce(case ${cases.join(' ')} end, ${nothing})`;
}

const joinedSql = (texts: readonly string[], language: Language) =>
  texts.length === 1 ? (texts[0] as string) : `concat_ws(${quotedString(joining[language])}, ${texts.join(', ')})`;

/** Null where the number is not known. */
const numberSql = (column: NumberColumn, [before, behind]: [string, string]) =>
  `${quotedString(before)} || format('{:.${decimalPlaces(column)}f}', ${column}::double) || ${quotedString(behind)}`;

const nameSql = ({ column }: NameTest, language: Language) =>
  `${quotedString(`${columnLabel(column)[language]} `)} || ${column}`;

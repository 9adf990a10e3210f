import type { ContentKind } from '../datasets/dataset.ts';
import { detectNumericDate, isDateText } from '../dates/dates.ts';
import { identifyValue, isNameLike } from '../identifiers/identifiers.ts';
import { isCurrency } from '../money/currencies.ts';
import { isMoney } from '../money/money.ts';
import type { IdentifierKind } from '../vocabulary/identifier-headers.ts';
import { missingWords } from '../vocabulary/missing-words.ts';
import { anchoredScore } from '../vocabulary/survey-scale.ts';

const anchored = new RegExp(anchoredScore, 'iu');
const missing = new Set(missingWords);
/** The placeholder for a missing date in SAP and MySQL. */
const zeroDate = /^0000([-/.]?)00\1(00)(\s|$)/;

/** Characters of a cell that are examined. */
const MAX_LENGTH = 300;

/** Characters that nobody sees, as the macro `visible` removes them. */
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Returns the text of a cell in half-width form, trimmed, and without the marks that stop a spreadsheet from reading it as
 * a number (`'00123`, `="00123"`).
 * @returns undefined for a missing value
 */
export function nonMissingText(cell: string | null | undefined): string | undefined {
  if (cell === null || cell === undefined) return undefined;
  const text = cell
    .slice(0, MAX_LENGTH)
    .normalize('NFKC')
    .replaceAll(invisible, '')
    .trim()
    .replace(/^="(.*)"$/, '$1')
    .replace(/^'/, '')
    .trim();
  return text === '' || missing.has(text.toLowerCase()) || zeroDate.test(text) ? undefined : text;
}

/** Describes a sample of a column's values. All fields after `distinct` are shares of the non-missing values, 0 to 1. */
export interface ColumnContent {
  rows: number;
  /** Number of non-missing values. */
  filled: number;
  distinct: number;
  dates: number;
  /** Numbers that are dates in Excel or Unix time. */
  numericDates: number;
  /** Amounts of money, including plain numbers. */
  amounts: number;
  /** Amounts that are not whole numbers. */
  fractions: number;
  /** Amounts that are not whole numbers, with at most three decimals; ids such as 1234.5678 have more. */
  prices: number;
  /** Amounts with two decimals or a currency sign. */
  decimals: number;
  /** Numbers from 0 to 100. */
  scores: number;
  currencies: number;
  /** Texts that look like keys: letters with digits, or five or more digits. */
  codes: number;
  names: number;
  /** Texts of more than four words. */
  sentences: number;
  /** Objects, or lists of them, as JSON text. */
  objects: number;
  identifiers: ReadonlyMap<IdentifierKind, number>;
}

const isFraction = (text: string) => /[.,]\d*[1-9]\d*\D*$/.test(text) && !/^\d{1,3}(,\d{3})+\D*$/.test(text);
const hasDecimals = (text: string) => /[.,]\d{2}\D*$|\p{Sc}/u.test(text);

/** Summarises a sample of a column's values. */
export function columnContent(cells: readonly (string | null | undefined)[]): ColumnContent {
  const counts = new Map<string, number>();
  for (const cell of cells) {
    const text = nonMissingText(cell);
    if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const filled = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const share = (test: (text: string) => boolean) => {
    let found = 0;
    for (const [text, count] of counts) if (test(text)) found += count;
    return filled === 0 ? 0 : found / filled;
  };
  const identifiers = new Map<IdentifierKind, number>();
  for (const [text, count] of counts) {
    const kind = identifyValue(text);
    if (kind) identifiers.set(kind, (identifiers.get(kind) ?? 0) + count / filled);
  }
  return {
    rows: cells.length,
    filled,
    distinct: counts.size,
    dates: share(isDateText),
    numericDates: share((text) => detectNumericDate(text) !== undefined),
    amounts: share(isMoney),
    fractions: share((text) => isFraction(text) && isMoney(text)),
    prices: share((text) => isFraction(text) && /[.,]\d{1,3}\D*$/.test(text) && isMoney(text)),
    decimals: share((text) => hasDecimals(text) && isMoney(text)),
    scores: share((text) => (/^\d{1,3}(\.\d+)?$/.test(text) && Number(text) <= 100) || anchored.test(text)),
    codes: share((text) => /^(?=.*\d)(?=.*\p{L})[\p{L}\d_#-]{2,40}$|^\d{5,40}$/u.test(text)),
    objects: share((text) => /^(\[\s*)?\{/.test(text)),
    currencies: share(isCurrency),
    names: share(isNameLike),
    sentences: share(
      (text) =>
        !anchored.test(text) && (text.split(/\s+/, 6).length > 4 || (/\p{Script=Han}/u.test(text) && text.length > 20)),
    ),
    identifiers,
  };
}

/** Values needed before a column's content counts in full. */
export const MIN_VALUES = 5;

/** Returns the kind of identifier that dominates a column's values, if any. */
export function identifyContent({ filled, identifiers }: ColumnContent): IdentifierKind | undefined {
  const [dominant] = [...identifiers].toSorted(([, a], [, b]) => b - a);
  if (!dominant) return undefined;
  const [kind, share] = dominant;
  // One in ten random numbers passes the check digit of a card. An e-mail address is never anything else.
  const [minValues, minShare] = kind === 'email' ? [1, 0.5] : [MIN_VALUES, 0.9];
  const total = [...identifiers.values()].reduce((sum, each) => sum + each, 0);
  const isIdentifier = kind === 'email' ? share >= minShare || total >= 0.9 : total >= minShare;
  return filled >= minValues && isIdentifier ? kind : undefined;
}

/**
 * Rates how well a column's values fit the content of a field.
 * @returns 0 to 1; at least 0.5 with fewer than {@link MIN_VALUES} values, too few to contradict a header
 */
export function contentFit(kind: ContentKind, content: ColumnContent): number {
  if (content.filled === 0) return 1;
  if (kind === 'id' && content.objects >= 0.5) return 0;
  const fit = valuesFit(kind, content);
  return content.filled < MIN_VALUES ? (1 + fit) / 2 : fit;
}

function valuesFit(kind: ContentKind, content: ColumnContent): number {
  const { filled, distinct, dates, numericDates, amounts, prices, scores, currencies, sentences, identifiers } =
    content;
  const areDates = dates >= 0.9;
  const isProse = sentences >= 0.5 && distinct >= 0.5 * filled;
  const identifierShare = Math.max(0, ...identifiers.values());
  switch (kind) {
    case 'date':
      return Math.max(dates, numericDates);
    case 'money':
    case 'number':
      return areDates || identifierShare >= 0.9 ? 0 : amounts;
    case 'score':
      return areDates ? 0 : Math.max(scores, amounts < 0.1 && sentences < 0.1 ? 0.5 : 0);
    case 'id':
      return areDates || sentences >= 0.5 || prices >= 0.5 ? 0 : 1;
    case 'currency':
      return currencies;
    case 'word':
      return areDates || identifierShare >= 0.5 || isProse ? 0 : 1;
    default:
      return assertUnreachable(kind);
  }
}

function assertUnreachable(kind: never): never {
  throw new Error(`Unknown kind of content ${kind}`);
}

import type { ContentKind } from '../datasets/dataset.ts';
import { detectNumericDate, isWrittenDate } from '../dates/dates.ts';
import { identifyValue, isNameLike } from '../identifiers/identifiers.ts';
import { isCurrency } from '../money/currencies.ts';
import { isMoney } from '../money/money.ts';
import type { IdentifierKind } from '../vocabulary/identifier-headers.ts';
import { missingWords } from '../vocabulary/missing-words.ts';

const missing = new Set(missingWords);
/** A day that is none, as SAP and MySQL write it. */
const zeroDay = /^0000([-/.]?)00\1(00)(\s|$)/;

/** Of longer cells no more is looked at. */
const MAX_LENGTH = 300;

/**
 * The text of a cell that says something, half width, without spaces around it and without what keeps a spreadsheet
 * from reading it as a number: `'00123`, `="00123"`.
 */
export function presentText(cell: string | null | undefined): string | undefined {
  if (cell === null || cell === undefined) return undefined;
  const text = cell
    .slice(0, MAX_LENGTH)
    .normalize('NFKC')
    .trim()
    .replace(/^="(.*)"$/, '$1')
    .replace(/^'/, '')
    .trim();
  return text === '' || missing.has(text.toLowerCase()) || zeroDay.test(text) ? undefined : text;
}

/** What a sample of a column's values is like. Shares are of the values that are there. */
export interface ColumnContent {
  rows: number;
  /** Values that are there. */
  filled: number;
  distinct: number;
  dates: number;
  /** Numbers that are a date in Excel or in Unix time. */
  numericDates: number;
  /** Amounts of money, plain numbers among them. */
  amounts: number;
  /** Amounts that are no whole number. */
  fractions: number;
  /** Amounts with two decimals or a currency, as money is written. */
  decimals: number;
  /** Numbers of a size that is a score. */
  scores: number;
  currencies: number;
  /** Text that can only be a key: letters with digits, or five digits and more. */
  codes: number;
  names: number;
  /** Text of more than four words. */
  sentences: number;
  identifiers: ReadonlyMap<IdentifierKind, number>;
}

const isFraction = (text: string) => /[.,]\d*[1-9]\d*\D*$/.test(text) && !/^\d{1,3}(,\d{3})+\D*$/.test(text);
const hasDecimals = (text: string) => /[.,]\d{2}\D*$|\p{Sc}/u.test(text);

/** Describes a column by a sample of its values. */
export function columnContent(cells: readonly (string | null | undefined)[]): ColumnContent {
  const counts = new Map<string, number>();
  for (const cell of cells) {
    const text = presentText(cell);
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
    dates: share(isWrittenDate),
    numericDates: share((text) => detectNumericDate(text) !== undefined),
    amounts: share(isMoney),
    fractions: share((text) => isFraction(text) && isMoney(text)),
    decimals: share((text) => hasDecimals(text) && isMoney(text)),
    scores: share((text) => /^\d{1,3}(\.\d+)?$/.test(text) && Number(text) <= 100),
    codes: share((text) => /^(?=.*\d)(?=.*\p{L})[\p{L}\d_#-]{2,40}$|^\d{5,40}$/u.test(text)),
    currencies: share(isCurrency),
    names: share(isNameLike),
    sentences: share((text) => text.split(/\s+/, 6).length > 4 || (/\p{Script=Han}/u.test(text) && text.length > 20)),
    identifiers,
  };
}

/** Fewer values than this say little of a column. */
export const MIN_VALUES = 5;

/** The kind of identifier that most of a column's values are. */
export function identifyContent({ filled, identifiers }: ColumnContent): IdentifierKind | undefined {
  const [most] = [...identifiers].toSorted(([, a], [, b]) => b - a);
  if (!most) return undefined;
  // Any number of ten or more digits is one in ten times a card's; an address of mail is never anything else.
  const [fewest, least] = most[0] === 'email' ? [1, 0.5] : [MIN_VALUES, 0.9];
  const all = [...identifiers.values()].reduce((sum, share) => sum + share, 0);
  return filled >= fewest && (most[0] === 'email' ? most[1] >= least || all >= 0.9 : all >= least)
    ? most[0]
    : undefined;
}

/**
 * How well a column's values fit what a canonical column has to hold.
 * @returns 0 to 1; between 0.5 and 1 where there are too few values to contradict a name
 */
export function contentFit(kind: ContentKind, content: ColumnContent): number {
  if (content.filled === 0) return 1;
  const fit = fitOfValues(kind, content);
  return content.filled < MIN_VALUES ? (1 + fit) / 2 : fit;
}

function fitOfValues(kind: ContentKind, content: ColumnContent): number {
  const { filled, distinct, dates, numericDates, amounts, fractions, scores, currencies, sentences, identifiers } =
    content;
  const areDates = dates >= 0.9;
  const isProse = sentences >= 0.5 && distinct >= 0.5 * filled;
  const identifying = Math.max(0, ...identifiers.values());
  switch (kind) {
    case 'date':
      return Math.max(dates, numericDates);
    case 'money':
    case 'number':
      return areDates || identifying >= 0.9 ? 0 : amounts;
    case 'score':
      return areDates ? 0 : Math.max(scores, amounts < 0.1 && sentences < 0.1 ? 0.5 : 0);
    case 'id':
      return areDates || sentences >= 0.5 || fractions >= 0.5 ? 0 : 1;
    case 'currency':
      return currencies;
    case 'word':
      return areDates || identifying >= 0.5 || isProse ? 0 : 1;
    default:
      return assertUnreachable(kind);
  }
}

function assertUnreachable(kind: never): never {
  throw new Error(`Unknown kind of content ${kind}`);
}

import { halfWidth } from '../text/half-width.ts';
import { parseCurrency } from './currencies.ts';

/** How a column writes its amounts; see {@link detectMoneyFormat}. */
export interface MoneyFormat {
  /** What stands before the cents. */
  decimalMark: '.' | ',';
  /** Marks between thousands, as far as they are there; never the decimal mark. */
  groupMarks: string[];
  /** ISO 4217, or `$` and `¥` as they are, most frequent first. */
  currencies: string[];
  /** `(1.00)` is minus one. */
  parentheses: boolean;
  /** `1.00-` is minus one. */
  trailingMinus: boolean;
  /** Digits or marks of full width. */
  fullWidth: boolean;
  /** No more than digits, a point and a leading sign: a plain cast reads every one. */
  plain: boolean;
  /** Whether nothing in the column says which mark is the decimal one: every value is like `1,234`. */
  isAmbiguous: boolean;
  /** Share of the values that are amounts at all. */
  share: number;
}

const body = String.raw`\d{1,3}(?:[,.'’\s]\d{3})+(?:[.,]\d{1,4})?|\d{1,3}(?:,\d{2})+,\d{3}(?:\.\d{1,4})?|\d+(?:[.,]\d+)?|[.,]\d+`;
const word = String.raw`\p{L}{0,3}[\p{Sc}]?|\p{Sc}\p{L}{2}|\p{L}{1,4}`;
const amount = new RegExp(
  String.raw`^(?<open>\()?\s*[-+−]?\s*(?<before>${word})\s*[-+−]?\s*(?<body>${body})\s*(?<minus>[-−])?\s*(?<after>${word})\s*(?<close>\))?$`,
  'u',
);
const plain = /^[-+]?(\d+\.?\d*|\.\d+)$/;

interface WrittenAmount {
  body: string;
  currency: string | undefined;
  inParentheses: boolean;
  hasTrailingMinus: boolean;
}

const MAX_LENGTH = 40;

/** The parts of one amount as it is written; undefined when the text is none. */
function writtenAmount(text: string): WrittenAmount | undefined {
  const parts = text.length > MAX_LENGTH ? undefined : amount.exec(text)?.groups;
  if (!parts || (parts.open === undefined) !== (parts.close === undefined)) return undefined;
  const sign = (parts.before ?? '') + (parts.after ?? '');
  const currency = sign === '' ? undefined : parseCurrency(sign);
  if (sign !== '' && currency === undefined) return undefined;
  return {
    body: parts.body ?? '',
    currency,
    inParentheses: parts.open !== undefined,
    hasTrailingMinus: parts.minus !== undefined,
  };
}

/** Whether a text is an amount in any of the ways that {@link detectMoneyFormat} describes. */
export const isMoney = (text: string) => plain.test(text) || writtenAmount(halfWidth(text)) !== undefined;

/**
 * The amount that a text is, near enough to compare amounts of a sample; sums are made of decimals, in SQL.
 * @returns NaN when it is none
 */
export function approximateAmount(text: string, decimalMark: MoneyFormat['decimalMark']): number {
  const written = writtenAmount(halfWidth(text));
  if (!written) return Number.NaN;
  const [whole = '', cents = ''] = written.body.split(decimalMark);
  const isNegative = written.inParentheses || written.hasTrailingMinus || /[-−]/.test(text);
  return Number(`${whole.replaceAll(/\D/g, '')}.${cents}`) * (isNegative ? -1 : 1);
}

/** Votes for the decimal mark: +1 point, -1 comma, 0 when the body does not say. */
function decimalVote(digits: string): number {
  const point = digits.lastIndexOf('.');
  const comma = digits.lastIndexOf(',');
  if (point >= 0 && comma >= 0) return point > comma ? 1 : -1;
  const mark = Math.max(point, comma);
  if (mark < 0) return 0;
  const isPoint = point >= 0;
  if (digits.indexOf(isPoint ? '.' : ',') !== mark) return isPoint ? -1 : 1;
  const isGroup = digits.length - mark - 1 === 3 && mark > 0 && mark <= 3 && !digits.startsWith('0');
  return isGroup ? 0 : Math.sign(isPoint ? 1 : -1);
}

/**
 * Describes how a whole column writes its amounts, so that one expression reads all of it.
 * @param values a sample of the column, without missing ones
 */
export function detectMoneyFormat(values: readonly string[]): MoneyFormat {
  const written = values.map((value) => writtenAmount(halfWidth(value))).filter((found) => found !== undefined);
  const bodies = written.map((found) => found.body);
  const votes = bodies.map(decimalVote);
  const forPoint = votes.filter((vote) => vote > 0).length;
  const forComma = votes.filter((vote) => vote < 0).length;
  const count = (mark: string) => bodies.filter((digits) => digits.includes(mark)).length;
  const isUndecided = forPoint === forComma;
  // Undecided, 1,234 is a thousand and 1.234 little more than one: the reading of most programs.
  const decimalMark = forComma > forPoint ? ',' : '.';
  const marks = [',', '.', "'", '’', ' '].filter((mark) =>
    bodies.some((digits) => digits.replaceAll(/\s/g, ' ').includes(mark)),
  );
  const counts = new Map<string, number>();
  for (const { currency } of written) if (currency) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  return {
    decimalMark,
    groupMarks: marks.filter((mark) => mark !== decimalMark),
    currencies: [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([currency]) => currency),
    parentheses: written.some(({ inParentheses }) => inParentheses),
    trailingMinus: written.some(({ hasTrailingMinus }) => hasTrailingMinus),
    fullWidth: values.some((value) => value.normalize('NFKC') !== value),
    plain: values.every((value) => plain.test(value)),
    isAmbiguous: isUndecided && count(',') + count('.') > 0,
    share: values.length === 0 ? 0 : written.length / values.length,
  };
}

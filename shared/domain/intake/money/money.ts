import { halfWidth } from '../text/half-width.ts';
import { parseCurrency } from './currencies.ts';

/** The format of the amounts in a column; see {@link detectMoneyFormat}. */
export interface MoneyFormat {
  decimalMark: '.' | ',';
  /** Thousands separators found; never the decimal mark. */
  groupMarks: string[];
  /** ISO 4217 codes, or `$` and `¥` when the currency is unknown; most frequent first. */
  currencies: string[];
  /** Whether `(1.00)` stands for −1. */
  parentheses: boolean;
  /** Whether `1.00-` stands for −1. */
  trailingMinus: boolean;
  /** Whether there are full-width characters. */
  fullWidth: boolean;
  /** Whether a plain cast parses every value: digits, a point and a leading sign only. */
  plain: boolean;
  /** Whether the decimal mark cannot be determined, because every value is like `1,234`. */
  isAmbiguous: boolean;
  /** Share of values that are amounts, 0 to 1. */
  share: number;
}

const body = String.raw`\d{1,3}(?:[,.'’\s]\d{3})+(?:[.,]\d{1,4})?|\d{1,3}(?:,\d{2})+,\d{3}(?:\.\d{1,4})?|\d+(?:[.,]\d+)?|[.,]\d+`;
const word = String.raw`\p{L}{0,3}[\p{Sc}]?|\p{Sc}\p{L}{2}|\p{L}{1,4}`;
const amount = new RegExp(
  String.raw`^(?<open>\()?\s*[-+−]?\s*(?<before>${word})\s*[-+−]?\s*(?<body>${body})\s*(?<minus>[-−])?\s*(?<after>${word})\s*(?<close>\))?$`,
  'u',
);
const plain = /^[-+]?(\d+\.?\d*|\.\d+)$/;

interface ParsedAmount {
  body: string;
  currency: string | undefined;
  inParentheses: boolean;
  hasTrailingMinus: boolean;
}

const MAX_LENGTH = 40;

/** Splits an amount into its parts; undefined when the text is not an amount. */
function parseAmount(text: string): ParsedAmount | undefined {
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

/** Whether a text is an amount in any format that {@link detectMoneyFormat} recognises. */
export const isMoney = (text: string) => plain.test(text) || parseAmount(halfWidth(text)) !== undefined;

/**
 * Parses an amount as a floating-point number, for comparing sampled amounts. (SQL sums exact decimals.)
 * @returns NaN when the text is not an amount
 */
export function approximateAmount(text: string, decimalMark: MoneyFormat['decimalMark']): number {
  const parsed = parseAmount(halfWidth(text));
  if (!parsed) return Number.NaN;
  const [whole = '', cents = ''] = parsed.body.split(decimalMark);
  const isNegative = parsed.inParentheses || parsed.hasTrailingMinus || /[-−]/.test(text);
  return Number(`${whole.replaceAll(/\D/g, '')}.${cents}`) * (isNegative ? -1 : 1);
}

/** Votes for the decimal mark: +1 for a point, −1 for a comma, 0 when both are possible. */
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
 * Detects the format of a column of amounts, so that one SQL expression can parse all of it.
 * @param values a sample of the column's non-missing values
 */
export function detectMoneyFormat(values: readonly string[]): MoneyFormat {
  const parsed = values.map((value) => parseAmount(halfWidth(value))).filter((each) => each !== undefined);
  const bodies = parsed.map((each) => each.body);
  const votes = bodies.map(decimalVote);
  const forPoint = votes.filter((vote) => vote > 0).length;
  const forComma = votes.filter((vote) => vote < 0).length;
  const count = (mark: string) => bodies.filter((digits) => digits.includes(mark)).length;
  const isUndecided = forPoint === forComma;
  // When undecided, 1,234 is above a thousand and 1.234 just above one, as in most programs.
  const decimalMark = forComma > forPoint ? ',' : '.';
  const marks = [',', '.', "'", '’', ' '].filter((mark) =>
    bodies.some((digits) => digits.replaceAll(/\s/g, ' ').includes(mark)),
  );
  const counts = new Map<string, number>();
  for (const { currency } of parsed) if (currency) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  return {
    decimalMark,
    groupMarks: marks.filter((mark) => mark !== decimalMark),
    currencies: [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([currency]) => currency),
    parentheses: parsed.some(({ inParentheses }) => inParentheses),
    trailingMinus: parsed.some(({ hasTrailingMinus }) => hasTrailingMinus),
    fullWidth: values.some((value) => value.normalize('NFKC') !== value),
    plain: values.every((value) => plain.test(value)),
    isAmbiguous: isUndecided && count(',') + count('.') > 0,
    share: values.length === 0 ? 0 : parsed.length / values.length,
  };
}

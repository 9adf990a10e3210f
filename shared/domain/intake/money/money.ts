import { halfWidth } from '../text/half-width.ts';
import { creditWords } from '../vocabulary/amount-words.ts';
import { milliCurrencies, wholeCurrencies } from '../vocabulary/currency-words.ts';
import { amountGroups, amountPattern, currencyGroups, scaleFactors } from './amount-pattern.ts';
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
  /** Whether the decimal mark cannot be determined, because every value with a mark is like `1,234`. */
  isAmbiguous: boolean;
  /** Whether any value has a mark. */
  hasMarks: boolean;
  /** Whether values without a mark stand beside some that end with a zero behind theirs: a mark of thousands. */
  dropsDecimals: boolean;
  /** Whether every value has its mark before three zeros, as pieces with three decimals. */
  hasZeroDecimals: boolean;
  /** Share of values that are amounts, 0 to 1. */
  share: number;
}

const pattern = new RegExp(amountPattern({ units: false }), 'iu');
const plain = /^[-+]?(\d+\.?\d*|\.\d+)$/;

interface ParsedAmount {
  body: string;
  currency: string | undefined;
  inParentheses: boolean;
  hasTrailingMinus: boolean;
  isNegative: boolean;
  /** What a multiplier such as 万 or k makes of the digits; 1 without one. */
  factor: number;
}

const MAX_LENGTH = 40;
const groups = amountGroups;
const isMinus = (sign: string | undefined) => sign !== undefined && sign !== '+';
/** Signs of the rupee, for which Cr. is ten million, not a credit. */
const rupees = ['INR', 'RS'];

/** Splits an amount into its parts; undefined when the text is not an amount. */
function parseAmount(text: string): ParsedAmount | undefined {
  const parts = text.length > MAX_LENGTH ? null : pattern.exec(text);
  if (!parts || (parts[groups.open] === undefined) !== (parts[groups.close] === undefined)) return undefined;
  const sign = currencyGroups.map((group) => parts[group]).find((each) => each !== undefined);
  const currency = sign === undefined ? undefined : parseCurrency(sign);
  const hasMinus = [groups.firstSign, groups.secondSign, groups.lastSign].some((group) => isMinus(parts[group]));
  const ledger = parts[groups.ledger]?.toLowerCase();
  if (ledger !== undefined && (hasMinus || (ledger === 'cr' && rupees.includes(currency ?? '')))) return undefined;
  const scale = parts[groups.latinScale] ?? parts[groups.chineseScale];
  return {
    body: parts[groups.body] ?? '',
    currency,
    inParentheses: parts[groups.open] !== undefined,
    hasTrailingMinus: isMinus(parts[groups.lastSign]),
    isNegative: hasMinus || parts[groups.open] !== undefined || creditWords.includes(ledger ?? ''),
    factor: scale === undefined ? 1 : (scaleFactors[scale.toLowerCase()] ?? 1),
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
  return Number(`${whole.replaceAll(/\D/g, '')}.${cents}`) * parsed.factor * (parsed.isNegative ? -1 : 1);
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
  const marked = bodies.filter((digits) => /[.,]/.test(digits));
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
    hasMarks: marked.length > 0,
    dropsDecimals: marked.length < bodies.length && marked.some((digits) => digits.endsWith('0')),
    hasZeroDecimals: bodies.length > 0 && bodies.every((digits) => /[.,]000$/.test(digits)),
    share: values.length === 0 ? 0 : parsed.length / values.length,
  };
}

/** What is known about a column of amounts whose values leave the decimal mark open. */
export interface MarkEvidence {
  content: 'money' | 'number';
  /** The mark that the policy states. */
  stated: MoneyFormat['decimalMark'] | undefined;
  /** The mark of the file's other columns, if they agree. */
  others: MoneyFormat['decimalMark'] | undefined;
  /** ISO 4217 codes of the column's amounts; empty if unknown. */
  currencies: readonly string[];
  /** Whether the file's delimiter is that of spreadsheets with a decimal comma. */
  isSemicolonFile: boolean;
  /** Whether numbers of the format always have a decimal point, as in JSON. */
  isTyped: boolean;
}

/**
 * Decides the mark of a column in which every mark stands before three digits.
 * @returns undefined when the evidence fits both, so that 250.000 may be 250 or 250,000
 */
export function resolveDecimalMark(
  format: MoneyFormat,
  evidence: MarkEvidence,
): MoneyFormat['decimalMark'] | undefined {
  const { content, stated, others, currencies, isSemicolonFile, isTyped } = evidence;
  if (!format.isAmbiguous) return format.decimalMark;
  const [mark, other] = format.groupMarks.includes(',') ? ([',', '.'] as const) : (['.', ','] as const);
  if (content === 'number') return format.hasZeroDecimals ? mark : (stated ?? others ?? format.decimalMark);
  if (stated ?? others) return stated ?? others;
  const areAll = (codes: readonly string[]) =>
    currencies.length > 0 && currencies.every((code) => codes.includes(code));
  if (areAll(wholeCurrencies)) return other;
  if (areAll(milliCurrencies)) return mark;
  if (mark === ',' || isTyped) return '.';
  return format.dropsDecimals || isSemicolonFile ? ',' : undefined;
}

import { countUnits, creditWords, debitWords, scaleWords } from '../vocabulary/amount-words.ts';
import { commonCurrencyCodes, currencyWords, prefixCurrencyWords, sharedSigns } from '../vocabulary/currency-words.ts';

const escaped = (word: string) => word.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
/** Alternatives, longer words first. */
const anyOf = (words: readonly string[]) =>
  words
    .toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .map(escaped)
    .join('|');

const wordsOf = (byCode: Readonly<Record<string, readonly string[]>>) => Object.values(byCode).flat();
const codes = anyOf(commonCurrencyCodes);
const currency = anyOf([...commonCurrencyCodes, ...wordsOf(currencyWords), ...sharedSigns]);
const prefix = anyOf([
  ...commonCurrencyCodes,
  ...wordsOf(currencyWords),
  ...wordsOf(prefixCurrencyWords),
  ...sharedSigns,
]);
const latinScale = anyOf(Object.keys(scaleWords.latin));
const chineseScale = anyOf(Object.keys(scaleWords.chinese));

const body = String.raw`\d{1,3}(?:[,.'’\s]\d{3})+(?:[.,]\d{1,4})?|\d{1,3}(?:,\d{2})+,\d{3}(?:\.\d{1,4})?|\d+(?:[.,]\d+)?|[.,]\d+`;
const minus = '[-+−–]';

/** Groups of {@link amountPattern}. All signs but `+` mean minus. */
export const amountGroups = {
  open: 1,
  firstSign: 2,
  currencyBefore: 3,
  secondSign: 4,
  body: 5,
  latinScale: 6,
  currencyAfterScale: 7,
  chineseScale: 8,
  currencyAfterChinese: 9,
  currencyAfter: 10,
  lastSign: 11,
  ledger: 12,
  close: 13,
} as const;

/** The groups of a currency, of which at most one is filled. */
export const currencyGroups = [
  amountGroups.currencyBefore,
  amountGroups.currencyAfterScale,
  amountGroups.currencyAfterChinese,
  amountGroups.currencyAfter,
] as const;

/**
 * Pattern of a whole half-width text that is an amount: digits with or without grouping; beside them a sign, a currency, a word
 * that multiplies (万, k) and a ledger's mark (CR), in any case. It has no room for other letters. Valid in both RE2 and
 * JavaScript.
 * @param units whether units of pieces and days may stand behind the number
 */
export function amountPattern({ units }: { units: boolean }): string {
  const unit = units ? `|(?:${anyOf(countUnits)})\\.?` : '';
  return [
    String.raw`^(\()?\s*(${minus})?\s*(${prefix})?\.?\s*[$¥€£]?\s*(${minus})?\s*(${body})\s*`,
    // A Latin multiplier and a word need a space between them: 12 kr are crowns.
    String.raw`(?:(${latinScale})\.?(?:\s*([$¥€£₽₹₩]|${codes})|\s+(?:${currency})\.?)?`,
    String.raw`|(${chineseScale})\s*(${currency})?|(${currency})\.?${unit})?`,
    String.raw`\s*(${minus})?\s*(${anyOf([...creditWords, ...debitWords])})?\.?\s*(\))?$`,
  ].join('');
}

/** Multiplier in lower case → factor. */
export const scaleFactors: Readonly<Record<string, number>> = { ...scaleWords.latin, ...scaleWords.chinese };

import { halfWidth } from '../text/half-width.ts';
import { commonCurrencyCodes, currencyWords, prefixCurrencyWords, sharedSigns } from '../vocabulary/currency-words.ts';

const codeByWord = new Map<string, string>([
  ...commonCurrencyCodes.map((code) => [code, code] as const),
  ...Object.entries({ ...currencyWords, ...prefixCurrencyWords }).flatMap(([code, words]) =>
    words.map((word) => [word, code] as const),
  ),
]);

/** ISO 4217 codes in use. */
const currentCodes = new Set(Intl.supportedValuesOf('currency'));

const toComparable = (text: string) => halfWidth(text).toUpperCase();
const withoutPoint = (word: string) => (codeByWord.has(word) ? word : word.replace(/\.$/, ''));

/**
 * Returns the currency of a code, word or sign, in any case.
 * @returns ISO 4217 code; the sign itself when several currencies share it; undefined when it is not a currency
 */
export function parseCurrency(text: string): string | undefined {
  const word = withoutPoint(toComparable(text));
  return sharedSigns.includes(word) ? word : codeByWord.get(word);
}

/** Whether a value is a currency. Any current ISO 4217 code counts, so use it only for values of a currency column. */
export const isCurrency = (text: string) => parseCurrency(text) !== undefined || currentCodes.has(toComparable(text));

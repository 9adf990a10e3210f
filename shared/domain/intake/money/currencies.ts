import { halfWidth } from '../text/half-width.ts';
import { commonCurrencyCodes, currencyWords, sharedSigns } from '../vocabulary/currency-words.ts';

const known = new Map<string, string>([
  ...commonCurrencyCodes.map((code) => [code, code] as const),
  ...Object.entries(currencyWords).flatMap(([code, words]) => words.map((word) => [word, code] as const)),
]);

/** ISO 4217 codes in use. */
const currentCodes = new Set(Intl.supportedValuesOf('currency'));

const comparable = (text: string) => halfWidth(text).toUpperCase();

/**
 * The currency that a code, a word or a sign stands for in any text, whatever its case.
 * @returns ISO 4217; the sign itself where several currencies share it; undefined when it is none
 */
export function parseCurrency(text: string): string | undefined {
  const word = comparable(text);
  return sharedSigns.includes(word) ? word : known.get(word);
}

/** Whether a value of a column of currencies is one; any code in use counts there, since the header says what it is. */
export const isCurrency = (text: string) => parseCurrency(text) !== undefined || currentCodes.has(comparable(text));

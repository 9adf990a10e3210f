import { halfWidth } from '../text/half-width.ts';
import { commonCurrencyCodes, currencyWords, sharedSigns } from '../vocabulary/currency-words.ts';

const known = new Map<string, string>([
  ...commonCurrencyCodes.map((code) => [code, code] as const),
  ...Object.entries(currencyWords).flatMap(([code, words]) => words.map((word) => [word, code] as const)),
]);

/**
 * The currency that a code, a word or a sign stands for in any text, whatever its case.
 * @returns ISO 4217; the sign itself where several currencies share it; undefined when it is none
 */
export function parseCurrency(text: string): string | undefined {
  const word = halfWidth(text).toUpperCase();
  return sharedSigns.includes(word) ? word : known.get(word);
}

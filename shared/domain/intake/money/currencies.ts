import { halfWidth } from '../text/half-width.ts';

const codes =
  'USD EUR GBP CNY JPY HKD TWD MOP KRW SGD THB MYR IDR PHP VND INR AUD NZD CAD CHF SEK NOK DKK PLN CZK HUF RON TRY RUB UAH ILS AED SAR ZAR BRL MXN ARS CLP COP';
const words =
  'RMB=CNY 元=CNY 人民币=CNY 块=CNY 港币=HKD 港元=HKD 美元=USD 欧元=EUR 英镑=GBP 日元=JPY 円=JPY 台币=TWD 新台币=TWD US$=USD HK$=HKD NT$=TWD C$=CAD CA$=CAD A$=AUD AU$=AUD S$=SGD R$=BRL CN¥=CNY JP¥=JPY €=EUR £=GBP ₹=INR ₩=KRW ₽=RUB ₺=TRY ₫=VND ฿=THB ₱=PHP ₪=ILS ZŁ=PLN';

const known = new Map<string, string>([
  ...codes.split(' ').map((code): [string, string] => [code, code]),
  ...words.split(' ').map((pair) => pair.split('=') as [string, string]),
]);

/** Signs that more than one currency uses: only the policy, or another column, can tell which is meant. */
export const sharedSigns = ['$', '¥'];

/**
 * The currency that a code, a word or a sign stands for, in any case.
 * @returns ISO 4217; the sign itself where several currencies share it; undefined when it is none
 */
export function parseCurrency(text: string): string | undefined {
  const word = halfWidth(text).toUpperCase();
  return sharedSigns.includes(word) ? word : known.get(word);
}

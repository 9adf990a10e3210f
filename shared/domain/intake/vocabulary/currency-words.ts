/**
 * ISO 4217 codes that are taken for a currency wherever they stand: beside an amount, or at the end of a header. Many of
 * the other codes are words, units or names as well (ALL, TOP, CUP, PEN, MAD, BOB): those count in a currency column alone.
 */
export const commonCurrencyCodes = [
  ...['USD', 'EUR', 'GBP', 'CNY', 'JPY', 'HKD', 'TWD', 'MOP', 'KRW', 'SGD', 'THB', 'MYR'],
  ...['IDR', 'PHP', 'VND', 'INR', 'AUD', 'NZD', 'CAD', 'CHF', 'SEK', 'NOK', 'DKK', 'PLN'],
  ...['CZK', 'HUF', 'RON', 'TRY', 'RUB', 'UAH', 'ILS', 'AED', 'SAR', 'ZAR', 'BRL', 'MXN'],
  ...['ARS', 'CLP', 'COP'],
] as const;

/** Words and signs for currencies, in upper case, by code. */
export const currencyWords: Readonly<Record<string, readonly string[]>> = {
  CNY: ['RMB', '元', '人民币', '块', 'CN¥'],
  HKD: ['港币', '港元', 'HK$'],
  USD: ['美元', 'US$'],
  EUR: ['欧元', '€'],
  GBP: ['英镑', '£'],
  JPY: ['日元', '円', 'JP¥'],
  TWD: ['台币', '新台币', 'NT$'],
  CAD: ['C$', 'CA$'],
  AUD: ['A$', 'AU$'],
  SGD: ['S$'],
  BRL: ['R$'],
  INR: ['₹'],
  KRW: ['₩'],
  RUB: ['₽'],
  TRY: ['₺'],
  VND: ['₫'],
  THB: ['฿'],
  PHP: ['₱'],
  ILS: ['₪'],
  PLN: ['ZŁ'],
};

/** Signs that more than one currency uses: only the policy, or another column, can tell which is meant. */
export const sharedSigns: readonly string[] = ['$', '¥'];

/** Currencies that are written `$`. */
export const dollarCurrencies: readonly string[] = [
  ...['USD', 'HKD', 'TWD', 'SGD', 'AUD', 'NZD', 'CAD', 'MXN', 'ARS', 'CLP', 'COP'],
];

/**
 * ISO 4217 codes that are recognised anywhere: beside an amount or at the end of a header. Other codes count only in a
 * currency column, because many of them are also words, units or names (ALL, TOP, CUP, PEN, MAD, BOB).
 */
export const commonCurrencyCodes = [
  ...['USD', 'EUR', 'GBP', 'CNY', 'JPY', 'HKD', 'TWD', 'MOP', 'KRW', 'SGD', 'THB', 'MYR'],
  ...['IDR', 'PHP', 'VND', 'INR', 'AUD', 'NZD', 'CAD', 'CHF', 'SEK', 'NOK', 'DKK', 'PLN'],
  ...['CZK', 'HUF', 'RON', 'TRY', 'RUB', 'UAH', 'ILS', 'AED', 'SAR', 'ZAR', 'BRL', 'MXN'],
  ...['ARS', 'CLP', 'COP'],
] as const;

/** Currency code → words and signs, in upper case. */
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

/** Signs that several currencies share. Only the policy or another column can determine the currency. */
export const sharedSigns: readonly string[] = ['$', '¥'];

/** Currencies with the sign `$`. */
export const dollarCurrencies: readonly string[] = [
  ...['USD', 'HKD', 'TWD', 'SGD', 'AUD', 'NZD', 'CAD', 'MXN', 'ARS', 'CLP', 'COP'],
];

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

/** Currency code → words and signs, in upper case. A point behind one is allowed: Rp., руб., Fr. */
export const currencyWords: Readonly<Record<string, readonly string[]>> = {
  CNY: ['RMB', '元', '人民币', '人民幣', '块', 'CN¥', '圆'],
  HKD: ['港币', '港幣', '港元', 'HK$'],
  USD: ['美元', '美金', 'US$', 'U$S', 'DOLLAR', 'DOLLARS'],
  EUR: ['欧元', '€', 'EURO', 'EUROS'],
  GBP: ['英镑', '£'],
  JPY: ['日元', '日圓', '円', 'JP¥', 'YEN'],
  TWD: ['台币', '台幣', '新台币', '新台幣', 'NT$', 'NT'],
  MOP: ['MOP$', '澳门币'],
  CAD: ['C$', 'CA$', 'CAD$'],
  AUD: ['A$', 'AU$'],
  NZD: ['NZ$'],
  SGD: ['S$', 'SG$'],
  MXN: ['MX$', 'MEX$'],
  BRL: ['R$', 'REAIS'],
  ARS: ['AR$'],
  CHF: ['FR', 'SFR', 'FRANKEN'],
  INR: ['₹'],
  KRW: ['₩', '원', '韩元'],
  RUB: ['₽', 'РУБ', 'РУБЛЕЙ', 'Р', 'Р.'],
  UAH: ['₴', 'ГРН'],
  KZT: ['₸', 'ТГ'],
  TRY: ['₺', 'TL'],
  VND: ['₫', 'Đ', 'VNĐ', 'ĐỒNG', '越南盾'],
  THB: ['฿', 'บาท', '泰铢'],
  PHP: ['₱'],
  ILS: ['₪', 'NIS'],
  IDR: ['RP', 'RUPIAH', '印尼盾'],
  MYR: ['RM', '马币', '令吉'],
  PLN: ['ZŁ', 'ZL', 'ZŁOTYCH'],
  CZK: ['KČ', 'KC', 'KČS'],
  HUF: ['FT', 'FORINT'],
  RON: ['LEI', 'LEU'],
  BGN: ['ЛВ', 'ЛЕВА'],
  SEK: ['SKR'],
  NOK: ['NKR'],
  DKK: ['DKR'],
  ISK: ['ISKR'],
  HRK: ['KN', 'KUNA'],
  RSD: ['DIN', 'ДИН'],
  NGN: ['₦'],
  BDT: ['৳'],
  PEN: ['S/', 'S/.'],
  GEL: ['₾'],
  AZN: ['₼'],
  LAK: ['₭'],
  KHR: ['៛'],
  CRC: ['₡'],
  PYG: ['₲'],
  GHS: ['₵', 'GH₵'],
  SAR: ['SR', 'ر.س'],
  AED: ['DHS', 'DH', 'د.إ'],
  KES: ['KSH'],
};

/** Signs that stand before an amount only: behind one, the letter means something else. */
export const prefixCurrencyWords: Readonly<Record<string, readonly string[]>> = { ZAR: ['R'] };

/** Signs that several currencies share → those currencies. Only the policy or another column can determine the currency. */
export const sharedSignCurrencies: Readonly<Record<string, readonly string[]>> = {
  $: ['USD', 'HKD', 'TWD', 'SGD', 'AUD', 'NZD', 'CAD', 'MXN', 'ARS', 'CLP', 'COP', 'UYU', 'BRL'],
  '¥': ['CNY', 'JPY'],
  KR: ['SEK', 'NOK', 'DKK', 'ISK'],
  RS: ['INR', 'PKR', 'LKR', 'NPR', 'MUR'],
};
export const sharedSigns: readonly string[] = Object.keys(sharedSignCurrencies);

/** Currencies in which amounts have no decimals in practice, so that a mark before three digits groups thousands. */
export const wholeCurrencies: readonly string[] = [
  'IDR',
  'VND',
  'KRW',
  'JPY',
  'CLP',
  'COP',
  'PYG',
  'ISK',
  'HUF',
  'LAK',
  'KHR',
  'CRC',
];

/** Currencies of three decimals. */
export const milliCurrencies: readonly string[] = ['KWD', 'BHD', 'OMR', 'TND', 'JOD', 'IQD', 'LYD'];

/** The languages that a report speaks. */
export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

/** A text in every language. */
export type Words<Text = string> = Readonly<Record<Language, Text>>;

/** Items of a list in a sentence. */
const SHOWN_ITEMS = 2;
const moreItems: Words<(count: string) => string> = {
  en: (count) => `${count} more`,
  zh: (count) => `另外 ${count} 个`,
};

const locales: Words = { en: 'en', zh: 'zh-CN' };

/** Numbers and dates as a language writes them. */
export interface Formats {
  count(value: number): string;
  /** About three digits, such as 1.23M or 123万. */
  short(value: number): string;
  /** @param share from 0 to 1 */
  share(share: number): string;
  /** An amount in the report's currency: about three digits. */
  money(value: number): string;
  /** An amount in whole units. */
  amount(value: number): string;
  /** Three significant digits. */
  number(value: number): string;
  /** Two significant digits. */
  factor(value: number): string;
  /** With a sign. */
  signedMoney(value: number): string;
  /** In percentage points, with a sign. @param share from −1 to 1 */
  points(share: number): string;
  /** @param day YYYY-MM-DD */
  day(day: string): string;
  /** @param month YYYY-MM */
  month(month: string): string;
  /** Joins names; of many only the first two, and how many more there are. */
  list(items: readonly string[]): string;
}

/**
 * Creates the formats of a language.
 * @param currency ISO 4217 code or a sign; null for amounts without one
 * @example
 * formats('en', 'EUR').money(1234567) // => '€1.23M'
 * formats('zh', null).share(0.125) // => '12.5%'
 */
export function formats(language: Language, currency: string | null): Formats {
  const locale = locales[language];
  const isCode = currency !== null && /^[A-Z]{3}$/.test(currency);
  const inCurrency = isCode ? ({ style: 'currency', currency } as const) : {};
  const sign = currency !== null && !isCode ? currency : '';
  const formatter = (options: Intl.NumberFormatOptions) => {
    const { format } = new Intl.NumberFormat(locale, options);
    return (value: number) => format(value === 0 ? 0 : value);
  };
  const compact = { notation: 'compact', maximumSignificantDigits: 3 } as const;
  const [count, share] = [formatter({}), formatter({ style: 'percent', maximumFractionDigits: 1 })];
  const [short, money] = [formatter(compact), formatter({ ...compact, ...inCurrency })];
  const amount = formatter({ ...inCurrency, maximumFractionDigits: 0 });
  const signedMoney = formatter({ ...compact, ...inCurrency, signDisplay: 'exceptZero' });
  const points = formatter({ maximumFractionDigits: 1, signDisplay: 'exceptZero' });
  const number = formatter({ maximumSignificantDigits: 3 });
  const factor = formatter({ maximumSignificantDigits: 2 });
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const { format } = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
    return (day: string) => (Number.isNaN(Date.parse(day)) ? day : format(new Date(`${day}T00:00:00Z`)));
  };
  const month = dates({ year: 'numeric', month: 'short' });
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  return {
    ...{ count, share, short, number, factor },
    money: (value) => `${sign}${money(value)}`,
    amount: (value) => `${sign}${amount(value)}`,
    signedMoney: (value) => `${signedMoney(value)}${sign && ` ${sign}`}`,
    points: (value) => points(100 * value),
    day: dates({ dateStyle: 'medium' }),
    month: (text) => month(`${text}-01`),
    list: (items) => {
      const more = items.length - SHOWN_ITEMS;
      return lists.format(more > 1 ? [...items.slice(0, SHOWN_ITEMS), moreItems[language](count(more))] : items);
    },
  };
}

import { MS_PER_DAY } from '../../calendar/days.ts';

/** Day formats with an unambiguous order, most common first; strptime patterns. */
const unambiguous = [
  '%Y-%m-%d',
  '%Y/%m/%d',
  '%Y.%m.%d',
  '%Y%m%d',
  '%Y年%m月%d日',
  '%d-%b-%Y',
  '%d %b %Y',
  '%d %b, %Y',
  '%d %b %y',
  '%d%b%Y',
  '%b %d, %Y',
  '%b %d %Y',
  '%d %B %Y',
  '%B %d, %Y',
  '%B %d %Y',
  '%d. %B %Y',
  '%d-%B-%Y',
  '%d-%b-%y',
  '%d%b%y',
  '%b-%d-%y',
] as const;
const monthFirst = ['%m/%d/%Y', '%m-%d-%Y', '%m/%d/%y', '%m-%d-%y'] as const;
const dayFirst = ['%d/%m/%Y', '%d-%m-%Y', '%d.%m.%Y', '%d/%m/%y', '%d-%m-%y', '%d.%m.%y'] as const;
/** With years of two digits, which are also months or days in other orders. */
const yearFirst = ['%y/%m/%d', '%y-%m-%d', '%y.%m.%d'] as const;
const times = [
  '',
  ' %H:%M:%S',
  ' %H:%M',
  'T%H:%M:%S',
  'T%H:%M',
  ' %H:%M:%S.%f',
  'T%H:%M:%S.%f',
  ' %I:%M:%S %p',
  ' %I:%M %p',
];
/** Formats whose day and time occur only in this combination. */
const combined = [
  '%d%b%y:%H:%M:%S',
  '%d%b%Y:%H:%M:%S',
  '%d%b%y:%H:%M:%S.%f',
  '%d%b%Y:%H:%M:%S.%f',
  '%Y%m%d%H%M%S',
  '%Y%m%d%H%M',
  '%Y年%m月%d日 %H时%M分',
  '%Y年%m月%d日 %H时%M分%S秒',
  '%Y年%m月%d日%H时%M分',
  '%Y年%m月%d日%H时%M分%S秒',
  '%Y年%m月%d日%H:%M:%S',
  '%Y年%m月%d日%H:%M',
];

const withTimes = (days: readonly string[]) => days.flatMap((day) => times.map((time) => day + time));
const dayFirstFormats = new Set(withTimes(dayFirst));
const monthFirstFormats = new Set(withTimes(monthFirst));
const yearFirstFormats = new Set(withTimes(yearFirst));

const orderFormats: Readonly<Record<DateOrder, ReadonlySet<string>>> = {
  'day-first': dayFirstFormats,
  'month-first': monthFirstFormats,
  'year-first': yearFirstFormats,
};
const dateOrders: readonly DateOrder[] = ['day-first', 'month-first', 'year-first'];

/** All supported date formats, as strptime patterns. */
export const dateFormats: readonly string[] = withTimes([
  ...unambiguous,
  ...monthFirst,
  ...dayFirst,
  ...yearFirst,
]).concat(combined);

const partPatterns: Readonly<Record<string, string>> = {
  Y: String.raw`\d{4}`,
  y: String.raw`\d{2}`,
  b: '[a-z]{3}',
  B: '[a-z]{3,9}',
  p: '[ap]m',
  f: String.raw`\d{1,9}`,
};
const formatPatterns = dateFormats.map((format): [string, RegExp] => {
  const pattern = format
    .replaceAll('.', '\\.')
    .replaceAll(/%([a-zA-Z])/g, (_, part) => partPatterns[part] ?? '\\d{1,2}');
  return [format, new RegExp(`^${pattern}$`, 'i')];
});

/** Returns the {@link dateFormats} that at least one value may have. Trying all formats in DuckDB takes half a second. */
export function plausibleDateFormats(values: readonly string[]): string[] {
  return formatPatterns.filter(([, pattern]) => values.some((value) => pattern.test(value))).map(([format]) => format);
}

/** A numeric encoding of dates, for which strptime has no pattern. */
export interface NumericDateFormat {
  name: 'excel-serial' | 'epoch-seconds' | 'epoch-milliseconds';
  /** The time of value 0. A date is this plus the value times `secondsPerUnit`, rounded to seconds. */
  origin: string;
  secondsPerUnit: number;
  /** Range of values, for dates from 1990 up to 2100. The three ranges do not overlap. */
  from: number;
  below: number;
  /** Whether a value is a UTC instant instead of a local time in the policy's time zone. */
  isInstant: boolean;
}

const [YEAR_1990, YEAR_2100] = [Date.UTC(1990), Date.UTC(2100)];
/** Excel's day 0, for dates after 29 February 1900, a day that Excel counts although it did not exist. */
const EXCEL_ORIGIN = Date.UTC(1899, 11, 30);

/** Excel serials, and Unix time in seconds and milliseconds. */
export const numericDateFormats: readonly NumericDateFormat[] = [
  {
    name: 'excel-serial',
    origin: '1899-12-30',
    secondsPerUnit: 86_400,
    from: (YEAR_1990 - EXCEL_ORIGIN) / MS_PER_DAY,
    below: (YEAR_2100 - EXCEL_ORIGIN) / MS_PER_DAY,
    isInstant: false,
  },
  {
    name: 'epoch-seconds',
    origin: '1970-01-01',
    secondsPerUnit: 1,
    from: YEAR_1990 / 1000,
    below: YEAR_2100 / 1000,
    isInstant: true,
  },
  {
    name: 'epoch-milliseconds',
    origin: '1970-01-01',
    secondsPerUnit: 0.001,
    from: YEAR_1990,
    below: YEAR_2100,
    isInstant: true,
  },
];

/** Returns the format of {@link numericDateFormats} whose range contains a number, if any. */
export function detectNumericDate(text: string): NumericDateFormat | undefined {
  if (!/^\d{5,13}(\.\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  return numericDateFormats.find(({ from, below }) => value >= from && value < below);
}

/** Order of year, month and day in numeric dates that do not begin with a year of four digits. */
export type DateOrder = 'day-first' | 'month-first' | 'year-first';

/** How to parse a column of dates. */
export interface DateReading {
  /** strptime patterns; the one that parses the most values comes first. */
  formats: string[];
  /** Present when numbers of this format outnumber the values of any pattern; used instead of the patterns. */
  numeric?: NumericDateFormat;
  /** Order of day and month in dates such as `1/2/2026`, and of the year in `24/06/10`; absent without such dates. */
  dayOrder?: DateOrder;
  /** Whether day-first and month-first parse equally many values, so that only the preference decides. */
  isAmbiguous: boolean;
  /** Present when nothing tells years of two digits from days: the orders that fit. */
  undecided?: DateOrder[];
}

/** First and last day that a pattern reads, in days since 1970. */
export interface DateSpan {
  from: number;
  to: number;
}

/** By how much the days of one order must lie closer together than those of another to decide between them. */
const CLOSER = 4;

/**
 * Chooses how to parse a column of dates. A column has one order of day and month: the one that parses more values
 * wins, and values that only another order could parse are rejected instead of guessed. Of year-first and another order that
 * parse equally many values, the one whose days lie much closer together wins.
 * @param counts number of sampled values that each pattern of {@link dateFormats} parses, and that each of
 *   {@link numericDateFormats} parses, by its name
 * @param preferDayFirst decides when day-first and month-first parse equally many values
 * @param spans days that each pattern reads
 */
export function chooseDateReading(
  counts: ReadonlyMap<string, number>,
  preferDayFirst: boolean,
  spans: ReadonlyMap<string, DateSpan> = new Map(),
): DateReading {
  const count = (format: string) => counts.get(format) ?? 0;
  const total = (order: DateOrder) => [...orderFormats[order]].reduce((sum, format) => sum + count(format), 0);
  const [days, months] = [total('day-first'), total('month-first')];
  const other: DateOrder = days > months || (days === months && preferDayFirst) ? 'day-first' : 'month-first';
  const { order, undecided } = weighYearFirst(total, other, (each) => daysOf(orderFormats[each], spans));
  const rejected = dateOrders.filter((each) => each !== order).map((each) => orderFormats[each]);
  const formats = [...counts]
    .filter(
      ([format, parsed]) =>
        parsed > 0 &&
        !rejected.some((each) => each.has(format)) &&
        !numericDateFormats.some(({ name }) => name === format),
    )
    .toSorted(([, a], [, b]) => b - a)
    .map(([format]) => format);
  const [numeric] = numericDateFormats.toSorted((a, b) => count(b.name) - count(a.name));
  const isNumeric = numeric !== undefined && count(numeric.name) > (formats[0] === undefined ? 0 : count(formats[0]));
  return {
    formats,
    ...(isNumeric && { numeric }),
    ...(total(order) > 0 && { dayOrder: order }),
    isAmbiguous: order !== 'year-first' && days === months && days > 0,
    ...(undecided && { undecided }),
  };
}

/** Decides between year-first and the better of the other orders. */
function weighYearFirst(
  total: (order: DateOrder) => number,
  other: DateOrder,
  days: (order: DateOrder) => number,
): { order: DateOrder; undecided?: DateOrder[] } {
  const [years, others] = [total('year-first'), total(other)];
  if (years !== others || years === 0) return { order: years > others ? 'year-first' : other };
  const fitting = dateOrders.filter((order) => total(order) === years);
  const closest = fitting.toSorted((a, b) => days(a) - days(b))[0] ?? other;
  const farther = fitting.filter((order) => (order === 'year-first') !== (closest === 'year-first'));
  if (farther.some((order) => days(order) < CLOSER * Math.max(days(closest), 1)))
    return { order: other, undecided: fitting };
  return { order: closest === 'year-first' ? 'year-first' : other };
}

/** Days between the first and the last date that patterns read. */
function daysOf(formats: ReadonlySet<string>, spans: ReadonlyMap<string, DateSpan>): number {
  const found = [...formats].map((format) => spans.get(format)).filter((span) => span !== undefined);
  return Math.max(...found.map(({ to }) => to)) - Math.min(...found.map(({ from }) => from));
}

/** Returns the order of a pattern's year, month and day; undefined for a pattern that has only one. */
export const dateOrder = (format: string): DateOrder | undefined =>
  dateOrders.find((order) => orderFormats[order].has(format));

/** Returns only the patterns of {@link chooseDateReading}. */
export const chooseDateFormats = (counts: ReadonlyMap<string, number>, preferDayFirst: boolean): string[] =>
  chooseDateReading(counts, preferDayFirst).formats;

const clock = String.raw`\d{1,2}[:时]\d{2}([:分]\d{2}([.,]\d{1,9})?)?[分秒]?(\s*[ap]\.?m\.?)?`;
const offset = String.raw`[+-]\d{1,2}(:?\d{2})?`;
const zone = `z|[a-z]{3,4}(${offset})?|${offset}`;
const halfDay = '(上午|下午|凌晨|早上|中午|晚上|午前|午後|오전|오후)';
const weekday = '((mon|tue|wed|thu|fri|sat|sun)[a-z]*\\.?,?\\s+)?';
const timeSuffix = String.raw`([t\s:,]*(${halfDay}\s*)?(${clock})(\s*(${zone}))?(\s*\([a-z ]+\))?)?`;
const month = '(?<word>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*';
const dayPatterns = [
  String.raw`(?<y>\d{4})[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})`,
  String.raw`((民[國国]|令和)?\d{1,3}|(?<y>\d{4}))年(?<m>\d{1,2})月(?<d>\d{1,2})日`,
  String.raw`(民[國国]\s?)?1\d\d[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})`,
  String.raw`(?<m>\d{1,2})(?<mark>[-/.])(?<d>\d{1,2})\k<mark>(\d{4}|\d{2})`,
  String.raw`\d{2}(?<sep>[-/.])(?<m>\d{1,2})\k<sep>(?<d>\d{1,2})`,
  String.raw`(?<d>\d{1,2})[-.\s]{0,2}${month}[-\s,]*(\d{4}|\d{2})`,
  String.raw`${month}[-\s]+(?<d>\d{1,2})[-\s,]+(\d{4}|\d{2})`,
].map((day) => new RegExp(`^${weekday}${day}(\\s*[（(]?(星期|周)[一二三四五六日天][)）]?)?${timeSuffix}$`, 'i'));
const compactDate = /^(?<y>(19|20)\d{2})(?<m>\d{2})(?<d>\d{2})(([01]\d|2[0-3])[0-5]\d([0-5]\d)?)?$/;
const MAX_DATE_LENGTH = 70;

/** Whether a text is a date, with or without a time, in a supported format other than the numeric ones. */
export function isDateText(text: string): boolean {
  if (text.length > MAX_DATE_LENGTH || !/^\d|^[a-z]{3}.*\d|^民[國国]|^令和/i.test(text)) return false;
  return [compactDate, ...dayPatterns].some((pattern) => {
    const parts = pattern.exec(text)?.groups;
    if (!parts) return false;
    const [m, d] = [Number(parts.m ?? 1), Number(parts.d)];
    const isReversible = parts.mark !== undefined;
    const fits = (inMonth: number, inDay: number) => inMonth >= 1 && inMonth <= 12 && inDay >= 1 && inDay <= 31;
    return fits(m, d) || (isReversible && fits(d, m));
  });
}

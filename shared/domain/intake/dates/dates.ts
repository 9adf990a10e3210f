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
  '%d%b%Y',
  '%b %d, %Y',
  '%d %B %Y',
  '%B %d, %Y',
  '%d-%b-%y',
  '%d%b%y',
  '%b-%d-%y',
] as const;
const monthFirst = ['%m/%d/%Y', '%m-%d-%Y', '%m/%d/%y'] as const;
const dayFirst = ['%d/%m/%Y', '%d-%m-%Y', '%d.%m.%Y', '%d/%m/%y', '%d.%m.%y'] as const;
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

/** All supported date formats, as strptime patterns. */
export const dateFormats: readonly string[] = withTimes([...unambiguous, ...monthFirst, ...dayFirst]).concat(combined);

const partPatterns: Readonly<Record<string, string>> = {
  Y: String.raw`\d{4}`,
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

/** How to parse a column of dates. */
export interface DateReading {
  /** strptime patterns; the one that parses the most values comes first. */
  formats: string[];
  /** Present when numbers of this format outnumber the values of any pattern; used instead of the patterns. */
  numeric?: NumericDateFormat;
  /** Order of day and month in dates such as `1/2/2026`; absent without such dates. */
  dayOrder?: 'day-first' | 'month-first';
  /** Whether both orders parse equally many values, so that only the preference decides. */
  isAmbiguous: boolean;
}

/**
 * Chooses how to parse a column of dates. A column is either day-first or month-first: the order that parses more values
 * wins, and values that only the other order could parse are rejected instead of guessed.
 * @param counts number of sampled values that each pattern of {@link dateFormats} parses, and that each of
 *   {@link numericDateFormats} parses, by its name
 * @param preferDayFirst decides when both orders parse equally many values
 */
export function chooseDateReading(counts: ReadonlyMap<string, number>, preferDayFirst: boolean): DateReading {
  const count = (format: string) => counts.get(format) ?? 0;
  const total = (formats: ReadonlySet<string>) => [...formats].reduce((sum, format) => sum + count(format), 0);
  const [days, months] = [total(dayFirstFormats), total(monthFirstFormats)];
  const isDayFirst = days > months || (days === months && preferDayFirst);
  const rejected = isDayFirst ? monthFirstFormats : dayFirstFormats;
  const formats = [...counts]
    .filter(
      ([format, parsed]) =>
        parsed > 0 && !rejected.has(format) && !numericDateFormats.some(({ name }) => name === format),
    )
    .toSorted(([, a], [, b]) => b - a)
    .map(([format]) => format);
  const [numeric] = numericDateFormats.toSorted((a, b) => count(b.name) - count(a.name));
  const isNumeric = numeric !== undefined && count(numeric.name) > (formats[0] === undefined ? 0 : count(formats[0]));
  return {
    formats,
    ...(isNumeric && { numeric }),
    ...(days + months > 0 && { dayOrder: isDayFirst ? 'day-first' : 'month-first' }),
    isAmbiguous: days === months && days > 0,
  };
}

/** Returns only the patterns of {@link chooseDateReading}. */
export const chooseDateFormats = (counts: ReadonlyMap<string, number>, preferDayFirst: boolean): string[] =>
  chooseDateReading(counts, preferDayFirst).formats;

const clock = String.raw`\d{1,2}[:时]\d{2}([:分]\d{2}([.,]\d{1,9})?)?[分秒]?(\s*[ap]\.?m\.?)?`;
const zone = String.raw`z|utc|gmt|[a-z]{3,4}|[+-]\d{2}:?\d{2}|[+-]\d{2}`;
const timeSuffix = String.raw`([t\s:]*(${clock})(\s*(${zone}))?)?`;
const month = '(?<word>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*';
const dayPatterns = [
  String.raw`(?<y>\d{4})[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})`,
  String.raw`(?<y>\d{4})年(?<m>\d{1,2})月(?<d>\d{1,2})日`,
  String.raw`(?<m>\d{1,2})(?<mark>[-/.])(?<d>\d{1,2})\k<mark>(\d{4}|\d{2})`,
  String.raw`(?<d>\d{1,2})[-\s]?${month}[-\s,]*(\d{4}|\d{2})`,
  String.raw`${month}[-\s]+(?<d>\d{1,2})[-\s,]+(\d{4}|\d{2})`,
].map((day) => new RegExp(`^${day}${timeSuffix}$`, 'i'));
const compactDate = /^(?<y>(19|20)\d{2})(?<m>\d{2})(?<d>\d{2})(([01]\d|2[0-3])[0-5]\d([0-5]\d)?)?$/;
const MAX_DATE_LENGTH = 40;

/** Whether a text is a date, with or without a time, in a supported format other than the numeric ones. */
export function isDateText(text: string): boolean {
  if (text.length > MAX_DATE_LENGTH || !/^\d|^[a-z]{3}.*\d/i.test(text)) return false;
  const parts = (compactDate.exec(text) ?? dayPatterns.map((pattern) => pattern.exec(text)).find(Boolean))?.groups;
  if (!parts) return false;
  const [m, d] = [Number(parts.m ?? 1), Number(parts.d)];
  const isReversible = parts.mark !== undefined;
  const fits = (inMonth: number, inDay: number) => inMonth >= 1 && inMonth <= 12 && inDay >= 1 && inDay <= 31;
  return fits(m, d) || (isReversible && fits(d, m));
}

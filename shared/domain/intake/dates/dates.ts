import { MS_PER_DAY } from '../../calendar/days.ts';

/** How dates are written, most common first; strptime patterns. */
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
/** Days with a time that stands beside them in no other form. */
const wholes = [
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

/** Every pattern that dates are tried with. */
export const dateFormats: readonly string[] = withTimes([...unambiguous, ...monthFirst, ...dayFirst]).concat(wholes);

const written: Readonly<Record<string, string>> = {
  Y: String.raw`\d{4}`,
  b: '[a-z]{3}',
  B: '[a-z]{3,9}',
  p: '[ap]m',
  f: String.raw`\d{1,9}`,
};
const shapes = dateFormats.map((format): [string, RegExp] => {
  const shape = format.replaceAll('.', '\\.').replaceAll(/%([a-zA-Z])/g, (_, part) => written[part] ?? '\\d{1,2}');
  return [format, new RegExp(`^${shape}$`, 'i')];
});

/** The patterns of {@link dateFormats} that any of some values look like; trying all of them takes half a second. */
export function formatsLike(values: readonly string[]): string[] {
  return shapes.filter(([, shape]) => values.some((value) => shape.test(value))).map(([format]) => format);
}

/** A way to write a time as a number, for which strptime has no pattern. */
export interface NumericDates {
  name: 'excel-serial' | 'epoch-seconds' | 'epoch-milliseconds';
  /** The time that 0 stands for: a value is this plus the value times `secondsPerUnit`, to the whole second. */
  origin: string;
  secondsPerUnit: number;
  /** Numbers from 1990 up to 2100; the ranges of the three do not meet. */
  from: number;
  below: number;
  /** Whether a value is an instant, of UTC, rather than a time of the policy's zone. */
  isInstant: boolean;
}

const [YEAR_1990, YEAR_2100] = [Date.UTC(1990), Date.UTC(2100)];
/** Excel's day 0 once its 29 February 1900, which never was, is behind. */
const EXCEL_ORIGIN = Date.UTC(1899, 11, 30);

/** Excel serials, and seconds and milliseconds since 1970. */
export const numericDates: readonly NumericDates[] = [
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

/** What a number written as text is as a date: one of {@link numericDates}, or none. */
export function detectNumericDate(text: string): NumericDates | undefined {
  if (!/^\d{5,13}(\.\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  return numericDates.find(({ from, below }) => value >= from && value < below);
}

/** How a whole column's dates are read. */
export interface DateReading {
  /** strptime patterns, the one that reads most first. */
  formats: string[];
  /** Instead of the patterns, where more values are numbers of this kind. */
  numeric?: NumericDates;
  /** What a date such as `1/2/2026` is taken for; missing where no such date is there. */
  dayOrder?: 'day-first' | 'month-first';
  /** Whether both orders read equally many values, so that the preference alone has decided. */
  isAmbiguous: boolean;
}

/**
 * Chooses how a column's dates are read: the patterns that read any of its values, the one that reads most first.
 * A column is day-first or month-first as a whole: the reading that fits more values wins, so that values the other
 * reading alone could take are refused rather than guessed.
 * @param counts how many sampled values each pattern of {@link dateFormats} reads, and how many each of
 *   {@link numericDates} does, by its name
 * @param preferDayFirst decides when both readings fit equally many values
 */
export function chooseDateReading(counts: ReadonlyMap<string, number>, preferDayFirst: boolean): DateReading {
  const count = (format: string) => counts.get(format) ?? 0;
  const total = (formats: ReadonlySet<string>) => [...formats].reduce((sum, format) => sum + count(format), 0);
  const [days, months] = [total(dayFirstFormats), total(monthFirstFormats)];
  const isDayFirst = days > months || (days === months && preferDayFirst);
  const refused = isDayFirst ? monthFirstFormats : dayFirstFormats;
  const formats = [...counts]
    .filter(([format, read]) => read > 0 && !refused.has(format) && !numericDates.some(({ name }) => name === format))
    .toSorted(([, a], [, b]) => b - a)
    .map(([format]) => format);
  const [numeric] = numericDates.toSorted((a, b) => count(b.name) - count(a.name));
  const isNumeric = numeric !== undefined && count(numeric.name) > (formats[0] === undefined ? 0 : count(formats[0]));
  return {
    formats,
    ...(isNumeric && { numeric }),
    ...(days + months > 0 && { dayOrder: isDayFirst ? 'day-first' : 'month-first' }),
    isAmbiguous: days === months && days > 0,
  };
}

/** The patterns of {@link chooseDateReading} alone. */
export const chooseDateFormats = (counts: ReadonlyMap<string, number>, preferDayFirst: boolean): string[] =>
  chooseDateReading(counts, preferDayFirst).formats;

const clock = String.raw`\d{1,2}[:时]\d{2}([:分]\d{2}([.,]\d{1,9})?)?[分秒]?(\s*[ap]\.?m\.?)?`;
const zone = String.raw`z|utc|gmt|[a-z]{3,4}|[+-]\d{2}:?\d{2}|[+-]\d{2}`;
const afterDay = String.raw`([t\s:]*(${clock})(\s*(${zone}))?)?`;
const month = '(?<word>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*';
const writtenDates = [
  String.raw`(?<y>\d{4})[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})`,
  String.raw`(?<y>\d{4})年(?<m>\d{1,2})月(?<d>\d{1,2})日`,
  String.raw`(?<m>\d{1,2})(?<mark>[-/.])(?<d>\d{1,2})\k<mark>(\d{4}|\d{2})`,
  String.raw`(?<d>\d{1,2})[-\s]?${month}[-\s,]*(\d{4}|\d{2})`,
  String.raw`${month}[-\s]+(?<d>\d{1,2})[-\s,]+(\d{4}|\d{2})`,
].map((day) => new RegExp(`^${day}${afterDay}$`, 'i'));
const compactDate = /^(?<y>(19|20)\d{2})(?<m>\d{2})(?<d>\d{2})(([01]\d|2[0-3])[0-5]\d([0-5]\d)?)?$/;
const MAX_DATE_LENGTH = 40;

/** Whether a text is a date or a time of a day in a form that is read, numbers apart. */
export function isWrittenDate(text: string): boolean {
  if (text.length > MAX_DATE_LENGTH || !/^\d|^[a-z]{3}.*\d/i.test(text)) return false;
  const parts = (compactDate.exec(text) ?? writtenDates.map((form) => form.exec(text)).find(Boolean))?.groups;
  if (!parts) return false;
  const [m, d] = [Number(parts.m ?? 1), Number(parts.d)];
  const isReversible = parts.mark !== undefined;
  const fits = (inMonth: number, inDay: number) => inMonth >= 1 && inMonth <= 12 && inDay >= 1 && inDay <= 31;
  return fits(m, d) || (isReversible && fits(d, m));
}

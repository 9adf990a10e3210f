import { MS_PER_DAY } from '../calendar/days.ts';

/** What puts an export before or after others; compare `position` first, then `copy`. */
export interface ExportOrder {
  /** Days since 1970 of the last date in the name; a month or another number if it has no year; 0 if it has none. */
  position: number;
  /** Number of a copy or version of the same export, such as `(2)` or `v3`, 0 to 15. */
  copy: number;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const month =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const year = '((?:19|20)\\d\\d)';
const mark = '[-_. /]?';
const alone = (pattern: string) => new RegExp(`(?<![a-z0-9])${pattern}(?![a-z0-9])`, 'g');

const MAX_POSITION = 0xffff;
const MAX_COPY = 15;

/** Dates in a name, from the most to the least specific, each with the day that it ends on. */
const dates: readonly [pattern: RegExp, lastDay: (...parts: string[]) => number][] = [
  [
    new RegExp(`(?<!\\d)${year}${mark}(0[1-9]|1[0-2])${mark}(0[1-9]|[12]\\d|3[01])(?=\\d{6}(?!\\d)|(?!\\d))`, 'g'),
    (y, m, d) => dayOf(y, m, Number(d)),
  ],
  [new RegExp(`${year}年(\\d{1,2})月(\\d{1,2})日`, 'g'), (y, m, d) => dayOf(y, m, Number(d))],
  [
    new RegExp(`(?<!\\d)(0?[1-9]|[12]\\d|3[01])[-_.](0?[1-9]|1[0-2])[-_.]${year}(?!\\d)`, 'g'),
    (d, m, y) => dayOf(y, m, Number(d)),
  ],
  [new RegExp(`${year}年(\\d{1,2})月`, 'g'), (y, m) => lastDayOf(y, m)],
  [new RegExp(`(?<!\\d)${year}${mark}(0[1-9]|1[0-2])(?!\\d)`, 'g'), (y, m) => lastDayOf(y, m)],
  [new RegExp(`(?<!\\d)(0[1-9]|1[0-2])[-_.]${year}(?!\\d)`, 'g'), (m, y) => lastDayOf(y, m)],
  [alone(`${year}${mark}${month}`), (y, name) => lastDayOf(y, monthNumber(name))],
  [alone(`${month}${mark}${year}`), (name, y) => lastDayOf(y, monthNumber(name))],
  [alone(`${year}${mark}q([1-4])`), (y, quarter) => lastDayOf(y, 3 * Number(quarter))],
  [alone(`q([1-4])${mark}${year}`), (quarter, y) => lastDayOf(y, 3 * Number(quarter))],
  [alone(`${year}${mark}(?:w|kw|week)${mark}(\\d{1,2})`), (y, week) => dayOf(y, 1, 7 * Number(week))],
  [new RegExp(`(?<!\\d)${year}(?!\\d)`, 'g'), (y) => lastDayOf(y, 12)],
  [/(?<!\d)(\d{1,2})月/g, (m) => Number(m)],
  [alone(month), (name) => monthNumber(name)],
];

/** Random ids, whose digits mean nothing. */
const randomIds =
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|(?<![a-z0-9])(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{8,}(?![a-z0-9])/g;

const version = /\((\d{1,3})\)|(?:^|[^a-z])(?:v|ver|version|rev|copy|副本)[-_. ]?(\d{1,3})(?!\d)/;
const correction = /correct|amend|revis|final|fixed|更正|修正|修订|最终|最新/;

/**
 * Finds the order of an export among others of its kind from its name: a date, a month, or a number, the last one in the name.
 * @param name name or path of the file
 */
export function exportOrder(name: string): ExportOrder {
  const text = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(\.[a-z]{2,7}\d?)+$/, '')
    .replaceAll(randomIds, ' ');
  const [, inBrackets, afterWord] = version.exec(text) ?? [];
  const copy = Number(inBrackets ?? afterWord ?? (correction.test(text) ? MAX_COPY - 1 : 0));
  const rest = text.replace(version, ' ');
  const [dated] = dates.flatMap(([pattern, lastDay]) => {
    const last = [...rest.matchAll(pattern)].at(-1);
    return last ? [lastDay(...last.slice(1))] : [];
  });
  const number = rest.match(/\d+/g)?.at(-1) ?? 0;
  return { position: clamp(dated ?? Number(number), MAX_POSITION), copy: clamp(copy, MAX_COPY) };
}

/** Compares two exports by their names: negative if the first is the earlier one, 0 if the names do not tell. */
export function compareExports(a: string, b: string): number {
  const [first, second] = [exportOrder(a), exportOrder(b)];
  return first.position - second.position || first.copy - second.copy;
}

const clamp = (number: number, most: number) => Math.max(0, Math.min(most, Math.floor(number) || 0));
const monthNumber = (name: string | undefined) => months.indexOf(name?.slice(0, 3) ?? '') + 1;
const dayOf = (y: string | undefined, m: string | number | undefined, d: number) =>
  Date.UTC(Number(y), Number(m) - 1, d) / MS_PER_DAY;
const lastDayOf = (y: string | undefined, m: string | number | undefined) => dayOf(y, Number(m) + 1, 0);

import { MS_PER_DAY } from '../../../../shared/domain/calendar/days.ts';
/** What a cell's number means, by its display format. */
export type CellFormat = 'number' | 'day' | 'day and time' | 'time' | { digits: number };

/** Serial 1 is 1 January 1900, and 29 February 1900 exists: Lotus 1-2-3 treated 1900 as a leap year. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const LEAP_DAY_1900 = 60;
const EPOCH_1904 = Date.UTC(1904, 0, 1);
/** Day 2,958,465 is 31 December 9999. */
const LAST_SERIAL = 2_958_466;

const ids = (...ranges: (number | [number, number])[]) =>
  new Set(
    ranges.flatMap((range) => {
      const [first, last] = typeof range === 'number' ? [range, range] : range;
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    }),
  );
/**
 * Built-in date formats, referenced by number only: ECMA-376-1, 18.8.30, including those of Chinese, Japanese and Korean Excel.
 */
const dayIds = ids([14, 17], [27, 31], 36, [50, 54], 57, 58);
const timeIds = ids([18, 21], [32, 35], 45, 47, 55, 56);
const DAY_AND_TIME_ID = 22;

/**
 * Classifies a number format.
 * @param id its number in the file
 * @param code its text, such as `yyyy/m/d h:mm`, if the file has one
 */
export function cellFormat(id: number, code: string | undefined): CellFormat {
  if (code === undefined) {
    if (id === DAY_AND_TIME_ID) return 'day and time';
    return dayIds.has(id) ? 'day' : timeIds.has(id) ? 'time' : 'number';
  }
  const [positive = ''] = code.split(';');
  if (/^0{2,}$/.test(positive)) return { digits: positive.length };
  // Elapsed time, as in [h]:mm, is not a time of day.
  if (/\[(h+|m+|s+)\]/i.test(positive)) return 'number';
  const letters = positive.replaceAll(/"[^"]*"|\[[^\]]*\]|[\\_*].|am\/pm|a\/p/gi, '').toLowerCase();
  if (letters.includes('general')) return 'number';
  const hasDay = /[yd]/.test(letters) || /m/.test(letters.replaceAll(/h+[^a-z]*m+|m+[^a-z]*s+/g, ''));
  const hasTime = /[hs]/.test(letters);
  return hasDay ? (hasTime ? 'day and time' : 'day') : hasTime ? 'time' : 'number';
}

/**
 * A cell's number as text, as Excel shows it, except that dates and times are in ISO 8601 and numbers have no separators.
 * @param written the number as stored in the file
 */
export function numberText(written: string, format: CellFormat, is1904: boolean): string {
  const value = Number(written);
  if (!Number.isFinite(value)) return written;
  if (format === 'number') return plainNumber(written, value);
  if (typeof format === 'object') return Number.isInteger(value) ? written.padStart(format.digits, '0') : written;
  if (value < 0 || value >= LAST_SERIAL) return plainNumber(written, value);
  const time = new Date(Math.round((value % 1) * MS_PER_DAY))
    .toISOString()
    .slice(11)
    .replace(/(\.000)?Z$/, '');
  if (format === 'time' && value < 1) return time;
  const day = Math.floor(value) + (!is1904 && value < LEAP_DAY_1900 ? 1 : 0);
  const instant = new Date(
    (is1904 ? EPOCH_1904 : EPOCH_1900) + day * MS_PER_DAY + Math.round((value % 1) * MS_PER_DAY),
  );
  const [date = '', clock = ''] = instant
    .toISOString()
    .replace(/(\.000)?Z$/, '')
    .split('T');
  return format === 'day' && clock === '00:00:00' ? date : `${date} ${clock}`;
}

/**
 * Excel has 15 significant digits but stores 17, so 2.55 may be stored as 2.5499999999999998. A longer whole number has lost its
 * last digits and stays in scientific notation, which no id and no amount of an order has; other programs write all its digits.
 */
function plainNumber(written: string, value: number): string {
  if (/^-?\d{15,}[1-9]$/.test(written)) return written;
  if (Math.abs(value) >= 1e15) return value.toExponential().toUpperCase();
  return /^-?\d{1,15}$|^-?\d{1,10}\.\d{1,4}$/.test(written) ? written : String(Number(value.toPrecision(15)));
}

import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { duckdb } from '../../../../../shared/adapters/duckdb/duckdb.ts';
import {
  chooseDateFormats,
  chooseDateReading,
  dateFormats,
  detectNumericDate,
  isDateText,
  numericDateFormats,
  plausibleDateFormats,
} from '../../../../../shared/domain/intake/dates/dates.ts';
import { quotedString } from '../../../../../shared/domain/sql/quoting.ts';

const MONTH_FIRST = '%m/%d/%Y';
const DAY_FIRST = '%d/%m/%Y';

describe('chooseDateReading', () => {
  it('chooses day-first when it parses more values', () => {
    const counts = new Map(Object.entries({ [MONTH_FIRST]: 12, [DAY_FIRST]: 30 }));
    expect(chooseDateFormats(counts, false)).toEqual([DAY_FIRST]);
  });

  it('chooses month-first when it parses more values, whatever the preference', () => {
    const counts = new Map(Object.entries({ [MONTH_FIRST]: 30, [DAY_FIRST]: 12 }));
    expect(chooseDateReading(counts, true)).toEqual({
      formats: [MONTH_FIRST],
      dayOrder: 'month-first',
      isAmbiguous: false,
    });
  });

  it('follows the preference and reports ambiguity when both orders parse equally many values', () => {
    const counts = new Map(Object.entries({ [MONTH_FIRST]: 12, [DAY_FIRST]: 12 }));
    expect(chooseDateReading(counts, true)).toEqual({
      formats: [DAY_FIRST],
      dayOrder: 'day-first',
      isAmbiguous: true,
    });
    expect(chooseDateFormats(counts, false)).toEqual([MONTH_FIRST]);
  });

  it('reports no day order when all formats are unambiguous', () => {
    expect(chooseDateReading(new Map([['%Y-%m-%d', 7]]), false)).toEqual({ formats: ['%Y-%m-%d'], isAmbiguous: false });
  });

  it('counts each order over all its patterns, with and without times', () => {
    const counts = new Map(Object.entries({ [MONTH_FIRST]: 5, [DAY_FIRST]: 4, '%d/%m/%Y %H:%M': 3 }));
    expect(chooseDateFormats(counts, false)).toEqual([DAY_FIRST, '%d/%m/%Y %H:%M']);
  });

  it('lists the pattern that parses the most values first, and leaves out those that parse none', () => {
    const counts = new Map(Object.entries({ '%Y-%m-%d': 2, '%Y年%m月%d日': 9, '%Y%m%d': 0 }));
    expect(chooseDateFormats(counts, false)).toEqual(['%Y年%m月%d日', '%Y-%m-%d']);
  });

  it('returns no patterns when none parses a value', () => {
    expect(chooseDateFormats(new Map(dateFormats.map((format) => [format, 0])), false)).toEqual([]);
  });

  it('chooses a numeric format when it parses more values than any pattern', () => {
    const counts = new Map(Object.entries({ '%Y%m%d': 2, 'excel-serial': 40, 'epoch-seconds': 0 }));
    expect(chooseDateReading(counts, false)).toMatchObject({ formats: ['%Y%m%d'], numeric: { name: 'excel-serial' } });
    expect(chooseDateReading(new Map([['%Y%m%d', 40]]), false)).not.toHaveProperty('numeric');
  });
});

it('lists no format twice', () => {
  expect(new Set(dateFormats).size).toBe(dateFormats.length);
});

describe('DuckDB parses, by one of the supported formats,', () => {
  it.each([
    ['2016/8/1 11:05', '2016-08-01 11:05:00'],
    ['2010-12-01 08:26:00', '2010-12-01 08:26:00'],
    ['2016-08-01T11:05:00.123456', '2016-08-01 11:05:00.123456'],
    ['20160801', '2016-08-01 00:00:00'],
    ['20160801123045', '2016-08-01 12:30:45'],
    ['201608011230', '2016-08-01 12:30:00'],
    ['14JUN09:17:58:34', '2009-06-14 17:58:34'],
    ['14JUN2009:17:58:34.5', '2009-06-14 17:58:34.5'],
    ['14JUN2009', '2009-06-14 00:00:00'],
    ['01-DEC-10', '2010-12-01 00:00:00'],
    ['Jul-21-25', '2025-07-21 00:00:00'],
    ['2020年2月21日', '2020-02-21 00:00:00'],
    ['2020年2月21日 13时05分', '2020-02-21 13:05:00'],
    ['2020年02月21日13时05分06秒', '2020-02-21 13:05:06'],
    ['2020年2月21日13:05', '2020-02-21 13:05:00'],
    ['12/31/2010 8:26', '2010-12-31 08:26:00'],
    ['31.12.2010 8:26', '2010-12-31 08:26:00'],
    ['12/31/2010 8:26:05 PM', '2010-12-31 20:26:05'],
  ])('%s as %s, which isDateText accepts', async (text, time) => {
    expect(isDateText(text)).toBe(true);
    await duckdb(200)(async (database) => {
      const years = dateFormats.map(
        (format) => `year(try_strptime(${quotedString(text)}, ${quotedString(format)})) >= 1900`,
      );
      const [read] = await database.rows(
        `select [${years.join(', ')}] as fits`,
        z.object({ fits: z.array(z.boolean().nullable()) }),
        {},
      );
      const counts = new Map(dateFormats.map((format, index) => [format, read?.fits[index] ? 1 : 0]));
      const { formats } = chooseDateReading(counts, false);
      expect(plausibleDateFormats([text])).toEqual(expect.arrayContaining(formats));
      const [parsed] = await database.rows(
        `select try_strptime(${quotedString(text)}, [${formats.map(quotedString).join(', ')}])::varchar as time`,
        z.object({ time: z.string() }),
        {},
      );
      expect(parsed?.time).toBe(time);
    });
  });
});

describe('detectNumericDate', () => {
  // 2016-08-01 is day 42,583 in Excel and 1,470,009,600 seconds after 1970-01-01.
  it.each([
    { text: '42583', name: 'excel-serial', time: '2016-08-01T00:00:00.000Z' },
    { text: '42583.461805555555', name: 'excel-serial', time: '2016-08-01T11:05:00.000Z' },
    { text: '1470009600', name: 'epoch-seconds', time: '2016-08-01T00:00:00.000Z' },
    { text: '1470009600000', name: 'epoch-milliseconds', time: '2016-08-01T00:00:00.000Z' },
  ])('recognises $name: $text', ({ text, name, time }) => {
    const kind = detectNumericDate(text);
    expect(kind?.name).toBe(name);
    const seconds = Math.round(Number(text) * (kind?.secondsPerUnit ?? 0));
    expect(new Date(Date.parse(kind?.origin ?? '') + seconds * 1000).toISOString()).toBe(time);
  });

  it.each(['17850.0', '20160801', '536365', '138001380', '99999', '1930679858170647', '-42583', '42,583'])(
    'recognises no date in %s',
    (text) => {
      expect(detectNumericDate(text)).toBeUndefined();
    },
  );

  it('has formats with disjoint ranges', () => {
    const ranges = numericDateFormats.map(({ from, below }) => [from, below]).toSorted(([a = 0], [b = 0]) => a - b);
    expect(ranges.flat()).toEqual(ranges.flat().toSorted((a, b) => a - b));
  });
});

it.each([
  '2025-10-07 09:50:26 +0200',
  '2016-08-01T11:05:00Z',
  '2025-06-09 05:23:19 UTC',
  'Jun 8, 2025 10:23:05 PM PDT',
])('accepts a time with a zone: %s', (text) => {
  expect(isDateText(text)).toBe(true);
});

it.each([
  '12.50',
  '1,234.56',
  '2016-13-01',
  '99999999',
  '20161301',
  '112-3456789-0000001',
  '24-14934-88735',
  'May',
  'c1',
])('does not accept "%s" as a date', (text) => {
  expect(isDateText(text)).toBe(false);
});

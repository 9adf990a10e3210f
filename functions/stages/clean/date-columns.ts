import { z } from 'zod';
import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import { type Calendar, detectCalendar } from '../../../shared/domain/intake/dates/calendars.ts';
import {
  chooseDateReading,
  type DateReading,
  dateOrder,
  detectNumericDate,
  plausibleDateFormats,
} from '../../../shared/domain/intake/dates/dates.ts';
import { type FormatFigures, haveHalfTurned } from '../../../shared/domain/intake/dates/half-turned.ts';
import type { Policy } from '../../../shared/domain/policy/policy.ts';
import { quotedIdentifier, quotedString } from '../../../shared/domain/sql/quoting.ts';
import { UnreadableUploadError } from '../../../shared/errors.ts';

/** How a column of dates is parsed, and what a reader should know of it. */
export interface DateColumn extends DateReading {
  calendar?: Calendar;
  /** Whether a spreadsheet seems to have turned day and month in some of the dates. */
  isHalfTurned: boolean;
}

/** The SQL of a date from its text. */
export function dateSql(text: string, column: DateColumn | undefined, timeZone: string): string {
  const zone = quotedString(timeZone);
  if (column?.numeric) {
    const { origin, secondsPerUnit, isInstant } = column.numeric;
    return `numeric_date_of(${text}, '${origin}', ${secondsPerUnit}, ${isInstant}, ${zone})`;
  }
  const formats = column && column.formats.length > 0 ? column.formats : ['%Y-%m-%d'];
  return `date_of(${westernSql(text, column?.calendar)}, [${formats.map(quotedString).join(', ')}], ${zone})`;
}

const westernSql = (text: string, calendar: Calendar | undefined) =>
  calendar ? `with_western_year(code_of(${text}), ${quotedString(calendar.pattern)}, ${calendar.years})` : text;

/**
 * Detects how a column of dates is written, from a sample of its values, and from the whole column if the sample is ambiguous.
 * Reads the view `lines`.
 * @param values distinct sampled values
 * @throws {UnreadableUploadError} if years of two digits may as well be days
 */
export async function dateColumn(
  database: Database,
  header: string,
  values: readonly string[],
  policy: Policy,
): Promise<DateColumn> {
  const calendar = detectCalendar(values);
  const ofSample = await readingOf(database, values, calendar, policy);
  if (ofSample.undecided) throw undecidedOrder(header, ofSample.undecided);
  if (!ofSample.isAmbiguous) return ofSample;
  // No sampled day is above 12: any such day in the whole column decides.
  const column = quotedIdentifier(header);
  const decisive = await database.rows(
    `select any_value(code_of(${column})) as value from lines
     where regexp_matches(code_of(${column}), '^(1[3-9]|2\\d|3[01])[-/.]|^\\d{1,2}[-/.](1[3-9]|2\\d|3[01])[-/.]')
     group by regexp_matches(code_of(${column}), '^(1[3-9]|2\\d|3[01])[-/.]')`,
    z.object({ value: z.string() }),
  );
  if (decisive.length === 0) return ofSample;
  return readingOf(database, [...values, ...decisive.map(({ value }) => value)], calendar, policy);
}

async function readingOf(
  database: Database,
  values: readonly string[],
  calendar: Calendar | undefined,
  { dayFirst, dateFormats, timeZone }: Policy,
): Promise<DateColumn> {
  const figures = await matchingFormats(database, values, { calendar, stated: dateFormats, timeZone });
  const counts = new Map([...figures].map(([format, { count }]) => [format, count]));
  for (const value of values) {
    const name = detectNumericDate(value)?.name;
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const reading = withStated(chooseDateReading(counts, dayFirst, figures), dateFormats, counts);
  return {
    ...reading,
    ...(calendar && { calendar }),
    isHalfTurned: haveHalfTurned(reading.formats.flatMap((format) => figures.get(format) ?? [])),
  };
}

/** The patterns of the policy that parse any value come first; of the others, those of another order go. */
function withStated(reading: DateReading, stated: readonly string[], counts: ReadonlyMap<string, number>): DateReading {
  const fitting = stated.filter((format) => (counts.get(format) ?? 0) > 0);
  if (fitting.length === 0) return reading;
  const orders = fitting.map(dateOrder).filter((order) => order !== undefined);
  const others = reading.formats.filter((format) => {
    const order = dateOrder(format);
    return !fitting.includes(format) && (order === undefined || orders.length === 0 || orders.includes(order));
  });
  const { numeric: _numeric, undecided: _undecided, ...rest } = reading;
  return { ...rest, formats: [...fitting, ...others], isAmbiguous: false, ...(orders[0] && { dayOrder: orders[0] }) };
}

/** Figures of the values that each date pattern matches. */
async function matchingFormats(
  database: Database,
  values: readonly string[],
  { calendar, stated, timeZone }: { calendar: Calendar | undefined; stated: readonly string[]; timeZone: string },
): Promise<Map<string, FormatFigures>> {
  const written = await database.rows(
    `select ${westernSql('without_zone(date_text(value))', calendar)} as text from (select unnest($values::varchar[]) as value)
     where zone_of(date_text(value)) = '' or minutes_of(zone_of(date_text(value)), $zone) is not null`,
    z.object({ text: z.string().nullable() }),
    { values: [...values], zone: timeZone },
  );
  const texts = written.map(({ text }) => text ?? '');
  const formats = [...new Set([...stated, ...plausibleDateFormats(texts)])];
  const days = formats.map(
    (format) => `list(try_strptime(text, ${quotedString(format)})::date)
      filter (year(try_strptime(text, ${quotedString(format)})) between 1900 and 2100)`,
  );
  const [counted] = await database.rows(
    `select [${days.map((each) => `coalesce(list_transform(${each}, day -> [day - date '1970-01-01', dayofmonth(day)]), [])`).join(', ')}]::integer[][][] as days
     from (select unnest($texts::varchar[]) as text)`,
    z.object({ days: z.array(z.array(z.array(z.number()))) }),
    { texts },
  );
  return new Map(
    formats.map((format, index) => {
      const found = counted?.days[index] ?? [];
      const since = found.map(([day = 0]) => day);
      const ofMonth = found.map(([, day = 0]) => day);
      return [
        format,
        {
          format,
          count: found.length,
          from: Math.min(...since),
          to: Math.max(...since),
          firstDay: Math.min(...ofMonth),
          lastDay: Math.max(...ofMonth),
        },
      ];
    }),
  );
}

const orderText = { 'day-first': '%d/%m/%y', 'month-first': '%m/%d/%y', 'year-first': '%y/%m/%d' } as const;

const undecidedOrder = (header: string, orders: NonNullable<DateReading['undecided']>) =>
  new UnreadableUploadError(
    `The dates of "${header.slice(0, 60)}" have two digits in each part and fit ${orders.join(' and ')}; say which pattern they have, with their own marks, in the policy: ${orders.map((order) => `{"dateFormats":["${orderText[order]}"]}`).join(' or ')}`,
  );

import { z } from 'zod';
import { type Database, quotedString } from '../../shared/adapters/duckdb.ts';
import { chooseDateFormats, dateFormats } from '../../shared/domain/dates.ts';

/** What has to be known of whole columns before their values can be read. */
export interface Profile {
  /** strptime patterns of the date column, most frequent first. */
  dateFormats: string[];
  /** Every id is written as a number with `.0`, as spreadsheets and data frames do. */
  idsAsFloats: boolean;
  /** Order numbers are digits, and a `C` before them marks a cancellation. */
  cancellationNumbers: boolean;
}

const SAMPLED_ROWS = 100_000;
const SAMPLED_DATES = 1000;
const flag = z.object({ answer: z.boolean().nullable() });

/**
 * Looks at the columns of `source`.
 * @param dateColumn canonical name of the column that holds dates
 * @param rows how many rows there are
 */
export async function profile(
  database: Database,
  dateColumn: 'ordered_at' | 'signed_up_at',
  rows: number,
  preferDayFirst: boolean,
): Promise<Profile> {
  await database.run(
    `create table date_sample as
     select distinct trim(sampled) as value
     from (select if(row_number % ${Math.ceil(rows / SAMPLED_ROWS)} = 0, ${dateColumn}, null) as sampled from source)
     where present(sampled) is not null limit ${SAMPLED_DATES}`,
  );
  const reads = dateFormats.map(
    (format) => `count(*) filter (year(try_strptime(value, ${quotedString(format)})) >= 1900)::integer`,
  );
  const [counted] = await database.rows(
    `select [${reads.join(', ')}] as counts from date_sample`,
    z.object({ counts: z.array(z.number()) }),
  );
  const counts = new Map(dateFormats.map((format, index) => [format, counted?.counts[index] ?? 0]));
  return {
    dateFormats: chooseDateFormats(counts, preferDayFirst),
    idsAsFloats: await everyId(database, String.raw`\d+\.0+`),
    cancellationNumbers:
      dateColumn === 'ordered_at' &&
      (await answer(
        database,
        String.raw`select count(*) filter (regexp_full_match(order_id, '\d+')) > count(*) / 2 as answer
        from (select order_id from source limit 100000)`,
      )),
  };
}

async function everyId(database: Database, pattern: string): Promise<boolean> {
  const all = (rows: string) =>
    `select bool_and(regexp_full_match(present(customer_id), '${pattern}')) as answer from ${rows}`;
  const few = await answer(database, all('(select customer_id from source limit 1000)'));
  return few && answer(database, all('source'));
}

async function answer(database: Database, sql: string): Promise<boolean> {
  const [row] = await database.rows(sql, flag);
  return row?.answer ?? false;
}

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

const SAMPLED_DATES = 1000;
const flag = z.object({ answer: z.boolean().nullable() });

/**
 * Looks at the columns of `source_sample`.
 * @param dateColumn canonical name of the column that holds dates
 */
export async function profile(
  database: Database,
  dateColumn: 'ordered_at' | 'signed_up_at',
  preferDayFirst: boolean,
): Promise<Profile> {
  await database.run(
    `create table date_sample as
     select distinct trim(${dateColumn}) as value
     from source_sample where present(${dateColumn}) is not null limit ${SAMPLED_DATES}`,
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
        from source_sample`,
      )),
  };
}

async function everyId(database: Database, pattern: string): Promise<boolean> {
  const all = (rows: string) =>
    `select bool_and(regexp_full_match(present(customer_id), '${pattern}')) as answer from ${rows}`;
  return (await answer(database, all('source_sample'))) && answer(database, all('source'));
}

async function answer(database: Database, sql: string): Promise<boolean> {
  const [row] = await database.rows(sql, flag);
  return row?.answer ?? false;
}

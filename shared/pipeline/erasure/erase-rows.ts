import { z } from 'zod';
import type { Database } from '../../adapters/duckdb/duckdb.ts';
import type { Relation } from '../../adapters/duckdb/relation.ts';
import { parseQuarantineKey, runFiles } from '../../domain/run/runs.ts';
import { quotedIdentifier, quotedString } from '../../domain/sql/quoting.ts';
import { neutralised, restoredSql } from '../../domain/sql/spreadsheet-cells.ts';
import type { ObjectStore } from '../../ports/objects.ts';

type Erased = Relation<'customer_id'>;

const contentTypes = { parquet: 'application/vnd.apache.parquet', csv: 'text/csv' };

/**
 * Rewrites a file of the lake without the rows of the erased customers, if it has any.
 * @param key any object; objects that are not customer tables are ignored
 * @returns the number of rows removed
 */
export async function eraseRows(database: Database, lake: ObjectStore, key: string, erased: Erased): Promise<number> {
  const format = key.endsWith('.parquet') ? 'parquet' : key.endsWith('.csv') ? 'csv' : undefined;
  if (format === undefined) return 0;
  const [before, after] = [`${database.directory}/before`, `${database.directory}/after`];
  await lake.fileFor(key, before);
  const table = format === 'parquet' ? `read_parquet(${quotedString(before)})` : readCsvAsText(before);
  const header = await findIdColumn(lake, key);
  const isErased = await erasedCondition(database, table, header, erased, format);
  if (isErased === undefined) return 0;

  const [found] = await database.rows(
    `select count(*)::integer as customers from ${table} where ${isErased}`,
    z.object({ customers: z.number() }),
  );
  if (!found?.customers) return 0;
  const written = format === 'parquet' ? 'format parquet' : 'header';
  await database.run(`copy (from ${table} where not ${isErased}) to ${quotedString(after)} (${written})`);
  await lake.store(after, key, contentTypes[format]);
  return found.customers;
}

/** Reads a CSV written by Strata as text, so that the remaining rows are written unchanged. */
const readCsvAsText = (file: string) =>
  `read_csv(${quotedString(file)}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', allow_quoted_nulls = false)`;

/** The customer id column; quarantine uses the upload's own header. */
async function findIdColumn(lake: ObjectStore, key: string): Promise<string> {
  const place = parseQuarantineKey(key);
  if (!place) return 'customer_id';
  const report = z
    .looseObject({ columns: z.record(z.string(), z.string()).optional() })
    .safeParse(await lake.getJson(runFiles.report(place.runId, place.uploadId)));
  return report.data?.columns?.customer_id ?? 'customer_id';
}

/** The SQL condition for erased rows; undefined if no column identifies customers. */
async function erasedCondition(
  database: Database,
  table: string,
  header: string,
  erased: Erased,
  format: 'parquet' | 'csv',
) {
  const idColumn = format === 'csv' ? neutralised(header) : header;
  const columns = await database.rows(
    `select column_name from (describe from ${table})`,
    z.object({ column_name: z.string() }),
  );
  const has = (name: string) => columns.some(({ column_name }) => column_name === name);
  const id = format === 'csv' ? restoredSql(quotedIdentifier(idColumn)) : quotedIdentifier(idColumn);
  const conditions = [
    ...(has(idColumn) ? [`coalesce(${id} in (select customer_id from ${erased.name}), false)`] : []),
    ...(has('strata_raw') ? [`coalesce(${inQuarantine(has(idColumn) ? id : 'null', erased)}, false)`] : []),
  ];
  return conditions.length > 0 ? `(${conditions.join(' or ')})` : undefined;
}

/** Quarantine has ids as written in the upload, such as `17850.0` for 17850, and malformed rows as one text. */
const inQuarantine = (id: string, { name }: Erased) =>
  `regexp_replace(trim(${id}), '\\.0+$', '') in (select customer_id from ${name})
   or exists (from ${name} as erased where contains(strata_raw, erased.customer_id))`;

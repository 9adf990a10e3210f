import { z } from 'zod';
import type { Database, WithDatabase } from '../adapters/duckdb/duckdb.ts';
import { findParquetView } from '../adapters/duckdb/parquet-view.ts';
import { cleanTables, findDateColumn } from '../domain/intake/datasets/datasets.ts';
import { cleanPrefix, runFiles } from '../domain/run/runs.ts';
import { quotedString } from '../domain/sql/quoting.ts';
import type { ObjectStore } from '../ports/objects.ts';
import { macrosSql } from './clean-rows/macros.ts';

interface Dependencies {
  lake: ObjectStore;
  withDatabase: WithDatabase;
  buckets: number;
}

const bucketRow = z.object({ bucket: z.number() });

/**
 * All rows of one customer in the lake.
 * @param customerId the stored id
 * @returns the run's result, and the clean rows of every dataset, by date
 */
export function customerRows(customerId: string, runId: string, { lake, withDatabase, buckets }: Dependencies) {
  return withDatabase(async (database) => {
    const bucket = await findBucket(database, customerId, buckets);
    const rows: Record<string, unknown[]> = {};
    for (const table of cleanTables) {
      const files = await findParquetView(database, lake, table, cleanPrefix(table, bucket));
      if (files) rows[table] = await readRows(database, files.name, customerId, findDateColumn(table));
    }
    return { result: await readResult(database, lake, runFiles.tiers(runId, bucket), customerId), rows };
  });
}

/** A run's result for one customer: the row of `customers.parquet`, or null. */
export function customerResult(customerId: string, runId: string, { lake, withDatabase, buckets }: Dependencies) {
  return withDatabase(async (database) => {
    const bucket = await findBucket(database, customerId, buckets);
    return readResult(database, lake, runFiles.tiers(runId, bucket), customerId);
  });
}

async function findBucket(database: Database, customerId: string, buckets: number): Promise<number> {
  await database.run(macrosSql);
  const sql = 'select bucket_of($id::varchar, $buckets) as bucket';
  const [found] = await database.rows(sql, bucketRow, { id: customerId, buckets });
  return found?.bucket ?? 0;
}

async function readResult(database: Database, lake: ObjectStore, key: string, customerId: string): Promise<unknown> {
  const file = `${database.directory}/tiers.parquet`;
  await lake.fileFor(key, file);
  const [row = null] = await readRows(database, `read_parquet(${quotedString(file)})`, customerId);
  return row;
}

/**
 * Parquet files hold rows in any order: these are by date, upload and text, so that equal data gives equal bytes.
 * @param date the column that dates a row; older files may lack it
 */
async function readRows(database: Database, table: string, id: string, date = 'upload_id'): Promise<unknown[]> {
  const rows = `select to_json(it) as json from ${table} as it where customer_id = $id::varchar`;
  const found = await database.rows(
    `select json::varchar as json from (${rows})
     order by json_extract_string(json, $date::varchar), json_extract_string(json, 'upload_id'), json::varchar`,
    z.object({ json: z.string() }),
    { id, date },
  );
  return found.map(({ json }) => JSON.parse(json));
}

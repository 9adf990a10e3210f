import { z } from 'zod';
import type { ObjectStore } from '../../adapters/aws/object-store.ts';
import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { createParquetView } from '../../adapters/duckdb/parquet-view.ts';
import { type CleanTable, cleanColumns } from '../../domain/intake/datasets/datasets.ts';
import { cleanPrefix, uploadIdFromKey } from '../../domain/run/runs.ts';
import { quotedString } from '../../domain/sql/quoting.ts';

/**
 * Makes one bucket's clean rows of a dataset, from all uploads so far, readable as `clean_<dataset>`: a row that was repaired
 * in its last repair. A column that no file has is null in all rows, and a bucket without a file reads as one without rows.
 * @param wanted a Parquet file of the customers to look at; all by default
 * @returns the uploads that the rows belong to, oldest first
 */
export async function createCleanView(
  database: Database,
  lake: ObjectStore,
  dataset: CleanTable,
  bucket: number,
  wanted?: string,
): Promise<string[]> {
  const columns = Object.entries(cleanColumns[dataset]);
  const files = `${dataset}_files`;
  const keys = await createParquetView(database, lake, files, cleanPrefix(dataset, bucket));
  if (keys.length === 0) {
    const typed = columns.map(([column, type]) => `${column} ${type}`);
    await database.run(`create table clean_${dataset} (${typed.join(', ')})`);
    return [];
  }
  const found = await database.rows(
    `select column_name from (describe ${files})`,
    z.object({ column_name: z.string() }),
  );
  const has = (name: string) => found.some(({ column_name }) => column_name === name);
  const unknown = columns.filter(([column]) => !has(column)).map(([column, type]) => `null::${type} as ${column}`);
  const repaired = has('repaired_by') ? await repairedUploads(database, files) : [];
  const rows = repaired.length > 0 ? `(${lastRepairs(files)})` : files;
  await database.run(`create view clean_${dataset} as select ${['*', ...unknown].join(', ')} from ${rows}
    ${wanted ? `where customer_id in (select customer_id from read_parquet(${quotedString(wanted)}))` : ''}`);
  return [...new Set([...keys.map((key) => uploadIdFromKey(key) ?? ''), ...repaired])].toSorted();
}

/** Few rows are repaired: only those are compared with each other. */
const lastRepairs = (files: string) => `from ${files} where repaired_by is null
  union all
  from ${files} where repaired_by is not null
  qualify repaired_by = max(repaired_by) over (partition by upload_id, repaired_row)`;

/** The uploads with repaired rows. */
async function repairedUploads(database: Database, files: string): Promise<string[]> {
  const rows = await database.rows(
    `select distinct upload_id from ${files} where repaired_by is not null`,
    z.object({ upload_id: z.string() }),
  );
  return rows.map(({ upload_id }) => upload_id);
}

import { z } from 'zod';
import type { ObjectStore } from '../../adapters/aws/object-store.ts';
import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { createParquetView } from '../../adapters/duckdb/parquet-view.ts';
import { cleanPrefix, uploadIdFromKey } from '../../domain/run/runs.ts';
import { quotedString } from '../../domain/sql/quoting.ts';

/** What is read of each clean dataset: column → type. A bucket without a file of one reads as one without rows. */
export const cleanColumns = {
  orders: {
    customer_id: 'varchar',
    order_id: 'varchar',
    ordered_at: 'timestamp',
    amount: 'decimal(18, 4)',
    kind: 'varchar',
    category: 'varchar',
    channel: 'varchar',
    region: 'varchar',
    upload_id: 'varchar',
    repaired_row: 'bigint',
    repaired_by: 'varchar',
  },
  customers: {
    customer_id: 'varchar',
    signed_up_at: 'timestamp',
    region: 'varchar',
    customer_type: 'varchar',
    attributes: 'varchar',
    upload_id: 'varchar',
    row_number: 'bigint',
  },
  aggregates: {
    customer_id: 'varchar',
    orders: 'integer',
    monetary_total: 'decimal(18, 4)',
    monetary_mean: 'decimal(18, 4)',
    returns_total: 'decimal(18, 4)',
    first_order_at: 'timestamp',
    last_order_at: 'timestamp',
    x: 'integer',
    t_x: 'double',
    t: 'double',
    upload_id: 'varchar',
    row_number: 'bigint',
  },
  interactions: {
    customer_id: 'varchar',
    interaction_id: 'varchar',
    occurred_at: 'timestamp',
    interaction: 'varchar',
    channel: 'varchar',
    reason: 'varchar',
    status: 'varchar',
    resolved_at: 'timestamp',
    upload_id: 'varchar',
    repaired_row: 'bigint',
    repaired_by: 'varchar',
  },
  feedback: {
    customer_id: 'varchar',
    response_id: 'varchar',
    answered_at: 'timestamp',
    satisfaction: 'double',
    survey: 'varchar',
    upload_id: 'varchar',
    repaired_row: 'bigint',
    repaired_by: 'varchar',
  },
  overrides: {
    customer_id: 'varchar',
    override: 'varchar',
    tier: 'varchar',
    reason: 'varchar',
    author: 'varchar',
    expires_on: 'date',
    set_at: 'timestamp',
    upload_id: 'varchar',
    row_number: 'bigint',
  },
} as const;

export type CleanDataset = keyof typeof cleanColumns;

/**
 * Makes one bucket's clean rows of a dataset, from all uploads so far, readable as `clean_<dataset>`: each row that was mended
 * as it was mended last. A column that no file has is unknown in all rows.
 * @param wanted a Parquet file of the customers to look at; all by default
 * @returns the uploads that the rows belong to, oldest first
 */
export async function createCleanView(
  database: Database,
  lake: ObjectStore,
  dataset: CleanDataset,
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
  const mended = has('repaired_by') ? await uploadsMended(database, files) : [];
  const rows = mended.length > 0 ? `(${mendedLast(files)})` : files;
  await database.run(`create view clean_${dataset} as select ${['*', ...unknown].join(', ')} from ${rows}
    ${wanted ? `where customer_id in (select customer_id from read_parquet(${quotedString(wanted)}))` : ''}`);
  return [...new Set([...keys.map((key) => uploadIdFromKey(key) ?? ''), ...mended])].toSorted();
}

/** Few rows are mended: only those are compared with each other. */
const mendedLast = (files: string) => `from ${files} where repaired_by is null
  union all
  from ${files} where repaired_by is not null
  qualify repaired_by = max(repaired_by) over (partition by upload_id, repaired_row)`;

/** The uploads of which rows were mended. */
async function uploadsMended(database: Database, files: string): Promise<string[]> {
  const rows = await database.rows(
    `select distinct upload_id from ${files} where repaired_by is not null`,
    z.object({ upload_id: z.string() }),
  );
  return rows.map(({ upload_id }) => upload_id);
}

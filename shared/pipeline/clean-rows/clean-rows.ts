import { z } from 'zod';
import type { ObjectStore } from '../../adapters/aws/object-store.ts';
import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { findParquetView } from '../../adapters/duckdb/parquet-view.ts';
import { createView, createViewOfColumns, type Relation, reading } from '../../adapters/duckdb/relation.ts';
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
 * Makes one bucket's clean rows of a dataset, from all uploads so far, readable: each repaired row as it was repaired last. A column
 * that no file has is unknown in all rows.
 * @param wanted a Parquet file of the customers to look at; all by default
 * @returns the rows, and the uploads that they belong to, oldest first
 */
export async function createCleanView(
  database: Database,
  lake: ObjectStore,
  dataset: CleanDataset,
  bucket: number,
  wanted?: string,
): Promise<{ clean: Relation; uploads: string[] }> {
  const name = `clean_${dataset}`;
  const columns: Record<string, string> = cleanColumns[dataset];
  const files = await findParquetView(database, lake, `${dataset}_files`, cleanPrefix(dataset, bucket));
  if (!files) return { clean: await createViewOfColumns(database, name, columns), uploads: [] };
  const has = (column: string) => files.columns[column] !== undefined;
  const unknown = Object.keys(columns).filter((column) => !has(column));
  const repaired = has('repaired_by') ? await repairedUploads(database, files) : [];
  const selected = ['*', ...unknown.map((column) => `null::${columns[column]} as ${column}`)];
  const sql = `select ${selected.join(', ')} from ${repaired.length > 0 ? `(${REPAIRED_LAST})` : 'files'}
    ${wanted ? `where customer_id in (select customer_id from read_parquet(${quotedString(wanted)}))` : ''}`;
  return {
    clean: await createView(database, name, reading(sql, { files })),
    uploads: [...new Set([...files.keys.map((key) => uploadIdFromKey(key) ?? ''), ...repaired])].toSorted(),
  };
}

/** Few rows are repaired: only those are compared with each other. */
const REPAIRED_LAST = `from files where repaired_by is null
  union all
  from files where repaired_by is not null
  qualify repaired_by = max(repaired_by) over (partition by upload_id, repaired_row)`;

/** The uploads of which rows were repaired. */
async function repairedUploads(database: Database, files: Relation): Promise<string[]> {
  const rows = await database.rows(
    reading('select distinct upload_id from files where repaired_by is not null', { files }),
    z.object({ upload_id: z.string() }),
  );
  return rows.map(({ upload_id }) => upload_id);
}

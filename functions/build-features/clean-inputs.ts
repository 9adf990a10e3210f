import type { Database } from '../../shared/adapters/duckdb.ts';
import type { ObjectStore } from '../../shared/adapters/object-store.ts';
import { createParquetView } from '../../shared/adapters/parquet-view.ts';
import { cleanPrefix } from '../../shared/domain/runs.ts';

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
  },
  feedback: {
    customer_id: 'varchar',
    response_id: 'varchar',
    answered_at: 'timestamp',
    satisfaction: 'double',
    survey: 'varchar',
    upload_id: 'varchar',
  },
} as const;

export type CleanDataset = keyof typeof cleanColumns;

/**
 * Makes one bucket's clean rows of a dataset, from all uploads so far, readable as `clean_<dataset>`.
 * @returns the keys of the files read
 */
export async function createCleanView(
  database: Database,
  lake: ObjectStore,
  dataset: CleanDataset,
  bucket: number,
): Promise<string[]> {
  const name = `clean_${dataset}`;
  const keys = await createParquetView(database, lake, name, cleanPrefix(dataset, bucket));
  if (keys.length === 0) {
    const columns = Object.entries(cleanColumns[dataset]).map(([column, type]) => `${column} ${type}`);
    await database.run(`create table ${name} (${columns.join(', ')})`);
  }
  return keys;
}

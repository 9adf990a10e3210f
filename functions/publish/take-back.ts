import type { CustomerTable } from '../../shared/adapters/customer-table.ts';
import type { Database } from '../../shared/adapters/duckdb.ts';
import type { ObjectStore } from '../../shared/adapters/object-store.ts';
import { createParquetView } from '../../shared/adapters/parquet-view.ts';
import { runFiles } from '../../shared/domain/runs.ts';
import brokenSql from './broken.sql';

/**
 * Takes back of one bucket what a run wrote that broke off and cannot be written over: its changes of tier, and customers
 * whom nobody else has met, who would come to light with the next run. A run publishes only when all its tiers are written,
 * so they say for whom that may be.
 * @param database has `known` and `fresh`
 */
export async function takeBack(
  broken: string,
  bucket: number,
  database: Database,
  lake: ObjectStore,
  customers: CustomerTable,
): Promise<void> {
  const found = await createParquetView(database, lake, 'broken', runFiles.tiers(broken, bucket));
  if (found.length === 0) return;
  await database.run(`create table taken_back as ${brokenSql}`);
  await customers.removeHistory(broken, idsOf(database, 'from taken_back where is_moved'));
  await customers.removeStates(idsOf(database, 'from taken_back where is_stranger'));
  await database.run('drop table taken_back; drop view broken');
}

/** The customers of a query's rows. */
export async function* idsOf(database: Database, query: string): AsyncGenerator<string> {
  for await (const chunk of database.chunks(query)) {
    for (const row of chunk) yield String(row.customer_id);
  }
}

import type { ObjectStore } from '../../../shared/adapters/aws/object-store.ts';
import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import { createParquetView } from '../../../shared/adapters/duckdb/parquet-view.ts';
import type { CustomerTable } from '../../../shared/adapters/tables/customer-table.ts';
import { runFiles } from '../../../shared/domain/run/runs.ts';
import abortedSql from './aborted.sql';

/**
 * Takes back of one bucket what runs wrote that broke off and cannot be written over: their changes of tier, and customers
 * whom nobody else has met, who would come to light with the next run. A run publishes only when all its tiers are written,
 * so they say for whom that may be.
 * @param database has `known` and `fresh`
 */
export async function rollBackAbortedRun(
  broken: readonly string[],
  bucket: number,
  database: Database,
  lake: ObjectStore,
  customers: CustomerTable,
): Promise<void> {
  for (const [place, runId] of broken.entries()) {
    const tiers = `broken_${place}`;
    const found = await createParquetView(database, lake, tiers, runFiles.tiers(runId, bucket));
    if (found.length === 0) continue;
    await database.run(`create or replace view broken as from ${tiers}`);
    await database.run(`create or replace table taken_back as ${abortedSql}`);
    await customers.removeHistory(runId, readIds(database, 'from taken_back where is_moved'));
    await customers.removeStates(readIds(database, 'from taken_back where is_stranger'));
  }
}

/** The customers of a query's rows. */
export async function* readIds(database: Database, query: string): AsyncGenerator<string> {
  for await (const chunk of database.chunks(query)) {
    for (const row of chunk) yield String(row.customer_id);
  }
}

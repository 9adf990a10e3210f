import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import { findParquetView } from '../../../shared/adapters/duckdb/parquet-view.ts';
import { createTableAs, type Relation } from '../../../shared/adapters/duckdb/relation.ts';
import type { CustomerTable } from '../../../shared/adapters/tables/customer-table.ts';
import { runFiles } from '../../../shared/domain/run/runs.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import abortedSql from './aborted.sql';

/**
 * Rolls back what aborted runs wrote to one bucket and this run does not overwrite: their tier changes, and customers of no
 * other run, who would become visible with the next run. A run publishes only after writing all its tiers, so they list every
 * affected customer.
 */
export async function rollBackAbortedRuns(
  runIds: readonly string[],
  bucket: number,
  relations: { published: Relation; next_view: Relation },
  { database, lake, customers }: { database: Database; lake: ObjectStore; customers: CustomerTable },
): Promise<void> {
  for (const runId of runIds) {
    const aborted = await findParquetView(database, lake, 'aborted', runFiles.tiers(runId, bucket));
    if (!aborted) continue;
    const found = await createTableAs(database, 'rolled_back', abortedSql, { aborted, ...relations });
    const ids = (condition: string) => readIds(database, `from ${found.name} where ${condition}`);
    await customers.removeHistory(runId, ids('is_moved'));
    await customers.removeStates(ids('is_unknown'));
  }
}

/** The customer ids of a query's rows. */
export async function* readIds(database: Database, query: string): AsyncGenerator<string> {
  for await (const chunk of database.chunks(query)) {
    for (const row of chunk) yield String(row.customer_id);
  }
}

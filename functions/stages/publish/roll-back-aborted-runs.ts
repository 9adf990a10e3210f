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
  runId: string,
  aborted: readonly string[],
  bucket: number,
  relations: { published: Relation; next_view: Relation },
  { database, lake, customers }: { database: Database; lake: ObjectStore; customers: CustomerTable },
): Promise<void> {
  for (const id of aborted) {
    const tiers = await findParquetView(database, lake, 'aborted', runFiles.tiers(id, bucket));
    if (!tiers) continue;
    const found = await createTableAs(database, 'rolled_back', abortedSql, { aborted: tiers, ...relations });
    const ids = (condition: string) => readIds(database, `from ${found.name} where ${condition}`);
    await customers.removeHistory(id, ids('is_moved'));
    await customers.removeStates(runId, ids('is_unknown'));
  }
}

/** The customer ids of a query's rows. */
export async function* readIds(database: Database, query: string): AsyncGenerator<string> {
  for await (const chunk of database.chunks(query)) {
    for (const row of chunk) yield String(row.customer_id);
  }
}

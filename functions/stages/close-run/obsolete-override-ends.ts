import { z } from 'zod';
import { createTable } from '../../../shared/adapters/duckdb/create-table.ts';
import type { Database, WithDatabase } from '../../../shared/adapters/duckdb/duckdb.ts';
import { findParquetView } from '../../../shared/adapters/duckdb/parquet-view.ts';
import { withRelations } from '../../../shared/adapters/duckdb/relation.ts';
import type { OverrideTable } from '../../../shared/adapters/tables/override-table.ts';
import type { RunTable } from '../../../shared/adapters/tables/run-table.ts';
import { cleanDataset, runFiles } from '../../../shared/domain/run/runs.ts';
import type { OverrideEntry } from '../../../shared/domain/tiers/overrides/override.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import { waitingUploads } from '../../../shared/run/waiting-uploads.ts';
import obsoleteEndsSql from './obsolete-override-ends.sql';

interface Dependencies {
  inbox: ObjectStore;
  lake: ObjectStore;
  runs: RunTable;
  overrides: OverrideTable;
  withDatabase: WithDatabase;
}

const NO_POLICY = '';

/**
 * Removes ends of overrides that no longer have anything to end: the run has applied them, no file has an older override of the
 * customer, and no older upload, such as a rejected one, can still be accepted.
 */
export async function removeObsoleteOverrideEnds(
  runId: string,
  { inbox, lake, runs, overrides, withDatabase }: Dependencies,
): Promise<void> {
  const entries = (await lake.getJson(runFiles.overrides(runId))) as OverrideEntry[] | undefined;
  const ends = entries?.filter(({ kind }) => kind === 'none') ?? [];
  if (ends.length === 0) return;
  const obsolete = await withDatabase((database) => findObsolete(database, lake, ends));
  if (obsolete.size === 0) return;
  const [oldest] = await waitingUploads(inbox, runs, NO_POLICY);
  for (const end of ends) {
    const mayYetCome = oldest !== undefined && oldest.lastModified <= end.set_at;
    if (obsolete.has(end.customer_id) && !mayYetCome) await overrides.removeUnchanged(end);
  }
}

/** Customers without an override in files that one of the entries ends. */
async function findObsolete(
  database: Database,
  lake: ObjectStore,
  entries: readonly OverrideEntry[],
): Promise<Set<string>> {
  const by_file = await findParquetView(database, lake, 'by_file', cleanDataset('overrides'));
  if (!by_file) return new Set(entries.map(({ customer_id }) => customer_id));
  const ends = await createTable(database, 'ends', { customer_id: 'VARCHAR', set_at: 'TIMESTAMP' }, entries);
  const sql = withRelations(obsoleteEndsSql, { ends, by_file });
  const rows = await database.rows(sql, z.object({ customer_id: z.string() }));
  return new Set(rows.map(({ customer_id }) => customer_id));
}

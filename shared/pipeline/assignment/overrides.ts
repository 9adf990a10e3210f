import type { ObjectStore } from '../../adapters/aws/object-store.ts';
import { createTable } from '../../adapters/duckdb/create-table.ts';
import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { runFiles } from '../../domain/run/runs.ts';
import type { OverrideEntry } from '../../domain/tiers/overrides/override.ts';
import { createCleanView } from '../clean-rows/clean-rows.ts';
import macrosSql from '../clean-rows/macros.sql';
import overridesSql from './overrides.sql';

interface Of {
  runId: string;
  bucket: number;
  /** How many parts customers are dealt into. */
  buckets: number;
  /** The day the run segments for, YYYY-MM-DD. */
  asOf: string;
}

/** As {@link OverrideEntry}, flat. */
const entryColumns = {
  customer_id: 'VARCHAR',
  kind: 'VARCHAR',
  tier: 'VARCHAR',
  reason: 'VARCHAR',
  author: 'VARCHAR',
  expires_on: 'DATE',
  set_at: 'TIMESTAMP',
};

/**
 * Creates the table `overrides` (customer_id, kind, tier, reason, author, expires_on) of the bucket's customers for whom one is in
 * force on the run's day: what was said last of each, by the API before the run began or by a file. Among them may be some of
 * tiers that the policy does not have any more; they change nothing, and are to be shown.
 */
export async function createOverrides(
  database: Database,
  lake: ObjectStore,
  { runId, bucket, buckets, asOf }: Of,
): Promise<void> {
  const entries = ((await lake.getJson(runFiles.overrides(runId))) ?? []) as OverrideEntry[];
  const uploads = await createCleanView(database, lake, 'overrides', bucket);
  if (entries.length === 0 && uploads.length === 0) {
    await database.run(
      'create table overrides as select customer_id, "override" as kind, tier, reason, author, expires_on from clean_overrides',
    );
    return;
  }
  await database.run(macrosSql);
  await createTable(database, 'overrides_by_api', entryColumns, entries);
  await database.run(`create table overrides as ${overridesSql}`, { bucket, buckets, as_of: asOf });
}

/** Creates the same table of the overrides that the run before had in force. Reads `before`. */
export const createOverridesKept = (database: Database) =>
  database.run(
    `create table overrides as
     select customer_id, override_kind as kind, override_tier as tier, override_reason as reason, override_author as author,
       override_expires_on as expires_on
     from before
     where override_kind is not null`,
  );

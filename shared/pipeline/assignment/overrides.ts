import { createTable } from '../../adapters/duckdb/create-table.ts';
import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { createTableAs, type Relation } from '../../adapters/duckdb/relation.ts';
import { runFiles } from '../../domain/run/runs.ts';
import { type OverrideEntry, overrideColumns, overrideMembers } from '../../domain/tiers/overrides/override.ts';
import type { ObjectStore } from '../../ports/objects.ts';
import { createCleanView } from '../clean-rows/clean-rows.ts';
import { macrosSql } from '../clean-rows/macros.ts';
import overridesSql from './overrides.sql';
import type { Previous } from './previous.ts';

interface Of {
  runId: string;
  bucket: number;
  /** Number of customer buckets. */
  buckets: number;
  /** As-of date of the run, YYYY-MM-DD. */
  asOf: string;
}

const columns = { customer_id: 'VARCHAR', ...overrideColumns };

/** Overrides in force, one row per customer with one. */
export type Overrides = Relation<keyof typeof columns>;

/**
 * Creates the overrides in force on the run's date: the last entry of each customer of the bucket, set by the API before the
 * run started or in a file. Overrides of tiers that the policy no longer has are included: they have no effect but are shown.
 */
export async function createOverrides(
  database: Database,
  lake: ObjectStore,
  { runId, bucket, buckets, asOf }: Of,
): Promise<Overrides> {
  const entries = ((await lake.getJson(runFiles.overrides(runId))) ?? []) as OverrideEntry[];
  const { clean: clean_overrides, uploads } = await createCleanView(database, lake, 'overrides', bucket);
  if (entries.length === 0 && uploads.length === 0) return createTable(database, 'overrides', columns, []);
  await database.run(macrosSql);
  const by_api = await createTable(database, 'by_api', { ...columns, set_at: 'TIMESTAMP' }, entries);
  const relations = { by_api, clean_overrides };
  return createTableAs(database, 'overrides', overridesSql, relations, { bucket, buckets, as_of: asOf });
}

/** Creates the overrides that the previous run had in force. */
export const createPreviousOverrides = (database: Database, previous: Previous): Promise<Overrides> =>
  createTableAs(
    database,
    'overrides',
    `select customer_id, ${overrideMembers.map((member) => `override_${member} as ${member}`).join(', ')}
     from ${previous.name}
     where override_kind is not null`,
  );

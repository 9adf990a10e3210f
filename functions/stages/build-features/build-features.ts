import type { WithDatabase } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { ErasureTable } from '../../../shared/adapters/tables/erasure-table.ts';
import type { Run, RunTable } from '../../../shared/adapters/tables/run-table.ts';
import { parsePolicy } from '../../../shared/domain/policy/policy.ts';
import { resolveAsOf, runFiles } from '../../../shared/domain/run/runs.ts';
import { writeFeatures } from '../../../shared/pipeline/features/write-features.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';

interface Dependencies {
  lake: ObjectStore;
  runs: RunTable;
  erasures: Pick<ErasureTable, 'pending'>;
  withDatabase: WithDatabase;
}

/**
 * Computes the features of one bucket's customers from all uploads so far, one row per customer. Leaves out customers with a pending
 * erasure, whose rows are still there if it was requested after `erase` or failed.
 */
export async function buildFeatures(
  { runId, bucket }: { runId: string; bucket: number },
  { lake, runs, erasures, withDatabase }: Dependencies,
): Promise<{ status: 'done' }> {
  const policy = parsePolicy(await lake.getJson(runFiles.policy(runId)));
  const run = (await runs.getRun(runId)) as Run;
  const asOf = resolveAsOf(run);
  const since = await previousAsOf(runs, asOf);
  const excluded = (await erasures.pending()).map(({ customer_id }) => customer_id);

  await withDatabase(async (database) => {
    const file = `${database.directory}/features.parquet`;
    await writeFeatures(database, lake, file, { bucket, policy, asOf, since, excluded });
    await lake.store(file, runFiles.features(runId, bucket), 'application/vnd.apache.parquet');
  });
  return { status: 'done' };
}

/** The as-of date of the visible run; null without one or if no day has passed since. */
async function previousAsOf(runs: RunTable, asOf: string): Promise<string | null> {
  const { run_id } = await runs.getCurrent();
  const day = run_id === undefined ? undefined : (await runs.getRun(run_id))?.as_of;
  return day !== undefined && day < asOf ? day : null;
}

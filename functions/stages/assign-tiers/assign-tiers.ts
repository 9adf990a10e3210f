import type { WithDatabase } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { RunTable } from '../../../shared/adapters/tables/run-table.ts';
import { holdsDecisions } from '../../../shared/domain/intake/datasets/datasets.ts';
import { modelSchema } from '../../../shared/domain/model.ts';
import { parsePolicy } from '../../../shared/domain/policy/policy.ts';
import { runFiles } from '../../../shared/domain/run/runs.ts';
import { assignBucket } from '../../../shared/pipeline/assignment/assign-bucket.ts';
import { createOverrides } from '../../../shared/pipeline/assignment/overrides.ts';
import { readPreviousModel } from '../../../shared/pipeline/model/fit-or-reuse.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import { readReports } from '../../../shared/run/reports.ts';

interface Dependencies {
  lake: ObjectStore;
  runs: RunTable;
  withDatabase: WithDatabase;
  /** Customers assigned at a time. */
  slice?: number;
  /** Number of customer buckets. */
  buckets: number;
}

/**
 * Assigns scores, segment, cluster and tier to every customer of one bucket by the run's model and movement rules, each tier
 * with its reason and each tier change with its cause.
 */
export async function assignTiers(
  { runId, bucket }: { runId: string; bucket: number },
  { lake, runs, withDatabase, buckets, slice }: Dependencies,
): Promise<{ status: 'done' }> {
  const policy = parsePolicy(await lake.getJson(runFiles.policy(runId)));
  const model = modelSchema.parse(await lake.getJson(runFiles.model(runId)));
  const { run_id: visible } = await runs.getCurrent();
  const earlier = await readPreviousModel(lake, visible);
  const mayBeCorrected = earlier !== undefined && (await hasRowsUpTo(lake, runId, earlier.model.as_of));

  await withDatabase(async (database) => {
    const features = `${database.directory}/features.parquet`;
    await lake.fileFor(runFiles.features(runId, bucket), features);
    const previous = visible === undefined ? undefined : `${database.directory}/previous.parquet`;
    if (visible !== undefined && previous) await lake.fileFor(runFiles.tiers(visible, bucket), previous);
    const file = await assignBucket(database, {
      ...{ lake, withDatabase, bucket, policy, model, features, earlier, mayBeCorrected, previous, slice },
      createOverrides: (own) => createOverrides(own, lake, { runId, bucket, buckets, asOf: model.as_of }),
    });
    await lake.store(file, runFiles.tiers(runId, bucket), 'application/vnd.apache.parquet');
  });
  return { status: 'done' };
}

/** Whether an upload of the run has rows dated on or before a day that an earlier run covered. */
async function hasRowsUpTo(lake: ObjectStore, runId: string, day: string): Promise<boolean> {
  const reports = await readReports(lake, runId);
  return reports.some(
    (report) =>
      report.status === 'cleaned' && !holdsDecisions(report.dataset) && (report.quality?.first_on ?? day) <= day,
  );
}

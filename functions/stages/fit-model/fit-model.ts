import type { WithDatabase } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { Run, RunTable } from '../../../shared/adapters/tables/run-table.ts';
import { parsePolicy } from '../../../shared/domain/policy/policy.ts';
import { resolveAsOf, runFiles } from '../../../shared/domain/run/runs.ts';
import { createFeaturesToFit } from '../../../shared/pipeline/model/features-to-fit.ts';
import { findClusters, plotClusters, sampleBuyers } from '../../../shared/pipeline/model/fit-clusters.ts';
import { fitModel } from '../../../shared/pipeline/model/fit-model.ts';
import { readPreviousModel } from '../../../shared/pipeline/model/fit-or-reuse.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';

interface Dependencies {
  lake: ObjectStore;
  runs: RunTable;
  withDatabase: WithDatabase;
  /** Day of the month of scheduled runs, 1 to 28. */
  reviewDay: number;
  /** Above so many bytes of features, the model is fitted to a sample. */
  maxFittedBytes?: number;
}

/** Fits the run's model to the features of its customers: cut points, percentiles, tier lines and clusters. */
export async function fitRunModel(
  { runId }: { runId: string },
  { lake, runs, withDatabase, reviewDay, maxFittedBytes }: Dependencies,
): Promise<{ status: 'done' }> {
  const policy = parsePolicy(await lake.getJson(runFiles.policy(runId)));
  const run = (await runs.getRun(runId)) as Run;
  const { run_id: visible } = await runs.getCurrent();
  const earlier = await readPreviousModel(lake, visible);
  await withDatabase(async (database) => {
    const { features, sample } = await createFeaturesToFit(database, lake, runId, maxFittedBytes);
    const context = {
      runId,
      sample,
      policy,
      policyHash: run.policy_hash ?? '',
      asOf: resolveAsOf(run),
      earlier,
      reviewDay,
    };
    const model = await fitModel(database, features, context, async (part, buyers) => {
      const sample = await sampleBuyers(database, buyers, policy.clusters);
      const clusters = await part('clusters', () => findClusters(database, lake, policy.clusters, sample, visible));
      await plotClusters(database, lake, runFiles.clusterPlot(runId), sample, clusters);
      return clusters;
    });
    await lake.putJson(runFiles.model(runId), model);
  });
  return { status: 'done' };
}

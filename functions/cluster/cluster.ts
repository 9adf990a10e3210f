import { z } from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import type { WithDatabase } from '../../shared/adapters/duckdb.ts';
import { createHistories } from '../../shared/adapters/lifetime-values.ts';
import type { ObjectStore } from '../../shared/adapters/object-store.ts';
import { createParquetView } from '../../shared/adapters/parquet-view.ts';
import type { Run, RunTable } from '../../shared/adapters/run-table.ts';
import type { Model } from '../../shared/domain/model.ts';
import { parsePolicy } from '../../shared/domain/policy.ts';
import { asOfOf, runFiles } from '../../shared/domain/runs.ts';
import { reviewsAfter, reviewsForeseen } from '../../shared/domain/tiers/reviews.ts';
import { NoOrdersError } from '../../shared/errors.ts';
import { findClusters, plotClusters, sampleBuyers } from './clusters.ts';
import { learnDistributions, measureDrift } from './drift.ts';
import { earlierModel, modelParts } from './model-parts.ts';
import { learnTierParts, partsByPolicyBefore } from './tier-parts.ts';

interface Dependencies {
  lake: ObjectStore;
  runs: RunTable;
  withDatabase: WithDatabase;
  /** The day of the month on which runs start by themselves, 1 to 28. */
  reviewDay: number;
}

/** Learns the run's model from all customers' features: cut points, percentiles, tier lines and clusters. */
export async function cluster(
  { runId }: { runId: string },
  { lake, runs, withDatabase, reviewDay }: Dependencies,
): Promise<{ status: 'done' }> {
  const policy = parsePolicy(await lake.getJson(runFiles.policy(runId)));
  const run = (await runs.getRun(runId)) as Run;
  const asOf = asOfOf(run);
  const { run_id: visible } = await runs.getCurrent();
  await withDatabase(async (database) => {
    await createParquetView(database, lake, 'features', runFiles.allFeatures(runId));
    await database.run('create view buyers as from features where orders > 0');
    const [seen] = await database.rows(
      `from (select count(*)::integer as buyers from buyers)`,
      z.object({ buyers: z.number() }),
    );
    if (!seen?.buyers) {
      throw new NoOrdersError(
        `No customer has a purchase on or before ${asOf}: check the exports and the day asked for`,
      );
    }
    const earlier = await earlierModel(lake, visible);
    const kept = policy.model === 'frozen' ? earlier : undefined;
    const { part, learnt_in } = modelParts(runId, policy, earlier);
    await createHistories(database);
    const parts = await learnTierParts(database, policy, asOf, part);
    const sample = await sampleBuyers(database, policy.clusters);
    const clusters = await part('clusters', () => findClusters(database, lake, policy.clusters, sample, visible));
    await plotClusters(database, lake, runFiles.clusterPlot(runId), sample, clusters);
    const model: Model = {
      strata_version: packageJson.version,
      run_id: runId,
      as_of: asOf,
      policy_hash: run.policy_hash ?? '',
      buyers: seen.buyers,
      learnt_in,
      drift: kept ? await measureDrift(database, kept.model) : null,
      reviews: reviewsAfter(asOf, reviewDay, reviewsForeseen(policy.movement)),
      by_policy_before: await partsByPolicyBefore(database, policy, earlier, asOf),
      ...parts,
      clusters,
      distributions: await part('distributions', () => learnDistributions(database, policy)),
    };
    await lake.putJson(runFiles.model(runId), model);
  });
  return { status: 'done' };
}

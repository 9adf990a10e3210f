import { z } from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import type { WithDatabase } from '../../shared/adapters/duckdb.ts';
import { createHistories, createLifetimeValues } from '../../shared/adapters/lifetime-values.ts';
import type { ObjectStore } from '../../shared/adapters/object-store.ts';
import { createParquetView } from '../../shared/adapters/parquet-view.ts';
import type { Run, RunTable } from '../../shared/adapters/run-table.ts';
import type { Model } from '../../shared/domain/model.ts';
import { parsePolicy } from '../../shared/domain/policy.ts';
import { asOfOf, runFiles } from '../../shared/domain/runs.ts';
import { valueFeatures } from '../../shared/domain/value-score.ts';
import { NoOrdersError } from '../../shared/errors.ts';
import { learnClasses } from './classes.ts';
import { findClusters, plotClusters, sampleBuyers } from './clusters.ts';
import { learnDistributions, measureDrift } from './drift.ts';
import { learnLifetimeValue } from './lifetime-value.ts';
import { earlierModel, modelParts } from './model-parts.ts';
import { learnRfm } from './rfm.ts';
import { learnTiers } from './tier-lines.ts';
import { learnValueScore } from './value-score.ts';

interface Dependencies {
  lake: ObjectStore;
  runs: RunTable;
  withDatabase: WithDatabase;
}

/** Learns the run's model from all customers' features: cut points, percentiles, tier lines and clusters. */
export async function cluster(
  { runId }: { runId: string },
  { lake, runs, withDatabase }: Dependencies,
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
    const earlier = policy.model === 'frozen' ? await earlierModel(lake, visible) : undefined;
    const { part, learnt_in } = modelParts(runId, policy, earlier);
    await createHistories(database);
    const lifetime_value = await part('lifetime_value', () => learnLifetimeValue(database, policy, asOf));
    await createLifetimeValues(database, lifetime_value, ['customer_id', ...valueFeatures]);
    const value_score = await part('value_score', () => learnValueScore(database, policy));
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
      drift: earlier ? await measureDrift(database, earlier.model) : null,
      lifetime_value,
      value_score,
      tiers: await part('tiers', () => learnTiers(database, policy, value_score)),
      rfm: await part('rfm', () => learnRfm(database, policy.rfm)),
      classes: await part('classes', () => learnClasses(database, policy.classes)),
      clusters,
      distributions: await part('distributions', () => learnDistributions(database, policy)),
    };
    await lake.putJson(runFiles.model(runId), model);
  });
  return { status: 'done' };
}

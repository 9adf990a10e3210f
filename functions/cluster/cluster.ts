import { z } from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import type { Database, WithDatabase } from '../../shared/adapters/duckdb.ts';
import { createValueModel } from '../../shared/adapters/model-tables.ts';
import type { ObjectStore } from '../../shared/adapters/object-store.ts';
import { createParquetView } from '../../shared/adapters/parquet-view.ts';
import type { Run, RunTable } from '../../shared/adapters/run-table.ts';
import type { Model } from '../../shared/domain/model.ts';
import { type Policy, parsePolicy } from '../../shared/domain/policy.ts';
import { asOfOf, runFiles } from '../../shared/domain/runs.ts';
import { NoOrdersError } from '../../shared/errors.ts';
import valueScoreSql from '../../shared/sql/value-score.sql';
import { learnClasses } from './classes.ts';
import { findClusters } from './clusters.ts';
import distributionsSql from './distributions.sql';
import { learnRfm } from './rfm.ts';

interface Dependencies {
  lake: ObjectStore;
  runs: RunTable;
  withDatabase: WithDatabase;
}

const numbers = z.array(z.number());
const perFeature = z.object({ recency_days: numbers, orders: numbers, monetary_total: numbers });
const distributions = z.object({
  buyers: z.number(),
  percentiles: perFeature,
});

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
    const [found] = await database.rows(distributionsSql, distributions);
    if (!found) throw new Error('The distributions query gave no row');
    const valueModel = { percentiles: found.percentiles, value_score_weights: weightsOf(policy) };
    const model: Model = {
      strata_version: packageJson.version,
      run_id: runId,
      as_of: asOf,
      policy_hash: run.policy_hash ?? '',
      ...found,
      ...valueModel,
      rfm: await learnRfm(database, policy.rfm),
      classes: await learnClasses(database, policy.classes),
      tiers: await tierLines(database, policy, valueModel),
      clusters: await findClusters(database, lake, policy.clusters, { runId, visible }),
    };
    await lake.putJson(runFiles.model(runId), model);
  });
  return { status: 'done' };
}

function weightsOf({ valueScore }: Policy): Model['value_score_weights'] {
  const total = valueScore.monetary_total + valueScore.orders + valueScore.recency_days;
  return {
    monetary_total: valueScore.monetary_total / total,
    orders: valueScore.orders / total,
    recency_days: valueScore.recency_days / total,
  };
}

/** The lowest value score of each tier, so that the tiers above hold their shares of buyers or, with ties, a little more. */
async function tierLines(
  database: Database,
  policy: Policy,
  valueModel: Parameters<typeof createValueModel>[1],
): Promise<Model['tiers']> {
  await createValueModel(database, valueModel);
  let above = 0;
  const shares = policy.tiers.flatMap(({ share }) => {
    if (share === undefined) return [];
    above += share;
    return [above];
  });
  const [found] = await database.rows(
    `select list_transform(quantile_disc(-value_score, [${shares.join(', ') || '1'}]), line -> -line) as lines
     from (${valueScoreSql})`,
    z.object({ lines: numbers }),
  );
  return policy.tiers.map(({ name, label, share }, index) => ({
    name,
    label,
    share: share ?? null,
    line: share === undefined ? null : (found?.lines[index] ?? null),
  }));
}

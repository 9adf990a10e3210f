import { type Database, quotedString, type WithDatabase } from '../../shared/adapters/duckdb.ts';
import { createHistories, createLifetimeValues } from '../../shared/adapters/lifetime-values.ts';
import { createTable, createValueScores } from '../../shared/adapters/model-tables.ts';
import type { ObjectStore } from '../../shared/adapters/object-store.ts';
import type { RunTable } from '../../shared/adapters/run-table.ts';
import { namesByCluster } from '../../shared/domain/clusters/cluster-names.ts';
import { scaledSql } from '../../shared/domain/clusters/scaling.ts';
import { noPurchase } from '../../shared/domain/label.ts';
import { type Model, modelSchema } from '../../shared/domain/model.ts';
import { parsePolicy } from '../../shared/domain/policy.ts';
import { runFiles } from '../../shared/domain/runs.ts';
import { createClasses } from './classes.ts';
import { createScores } from './scores.ts';
import tiersSql from './tiers.sql';

interface Dependencies {
  lake: ObjectStore;
  runs: RunTable;
  withDatabase: WithDatabase;
}

/** Gives every customer of one bucket scores, segment, cluster and tier by the run's model, with the reason. */
export async function assignTiers(
  { runId, bucket }: { runId: string; bucket: number },
  { lake, runs, withDatabase }: Dependencies,
): Promise<{ status: 'done' }> {
  const policy = parsePolicy(await lake.getJson(runFiles.policy(runId)));
  const model = modelSchema.parse(await lake.getJson(runFiles.model(runId)));
  const { run_id: visible } = await runs.getCurrent();

  await withDatabase(async (database) => {
    const features = `${database.directory}/features.parquet`;
    await lake.download(runFiles.features(runId, bucket), features);
    await database.run(`create view features as from read_parquet(${quotedString(features)})`);
    await createPrevious(database, lake, visible, bucket);
    await createHistories(database);
    await createLifetimeValues(database, model.lifetime_value);
    await createScores(database, model.rfm);
    await createClasses(database, policy.classes, model.classes);
    await createModel(database, model);

    const file = `${database.directory}/tiers.parquet`;
    await database.run(`copy (${tiersSql}) to ${quotedString(file)} (format parquet)`, {
      places: JSON.stringify(model.clusters.places.map(({ at }) => at)),
      reaches: JSON.stringify(model.clusters.places.map(({ reach }) => reach)),
      clusters: JSON.stringify(model.clusters.places.map(({ cluster }) => cluster)),
      no_purchase: noPurchase.name,
      no_purchase_zh: noPurchase.zh,
    });
    await lake.upload(file, runFiles.tiers(runId, bucket), 'application/vnd.apache.parquet');
  });
  return { status: 'done' };
}

/** What the visible run left of this bucket's customers. */
async function createPrevious(database: Database, lake: ObjectStore, visible: string | undefined, bucket: number) {
  if (visible === undefined) {
    await database.run(
      'create table previous (customer_id varchar, tier varchar, previous_tier varchar, tier_since date)',
    );
    return;
  }
  const file = `${database.directory}/previous.parquet`;
  await lake.download(runFiles.tiers(visible, bucket), file);
  await database.run(
    `create view previous as select customer_id, tier, previous_tier, tier_since from read_parquet(${quotedString(file)})`,
  );
}

async function createModel(database: Database, model: Model): Promise<void> {
  await createValueScores(database, model.value_score);
  const z = model.clusters.features.map(scaledSql);
  await database.run(
    `create view positions as select customer_id, [${z.join(', ')}]::double[] as z from features where orders > 0`,
  );
  const names = [...namesByCluster(model.clusters.groups)].map(([cluster, name]) => ({ cluster, ...name }));
  await createTable(database, 'cluster_names', { cluster: 'INTEGER', en: 'VARCHAR', zh: 'VARCHAR' }, names);
  const tiers = model.tiers.map(({ name, line, label }, position) => ({ position, name, line, ...label }));
  await createTable(
    database,
    'tiers',
    { position: 'INTEGER', name: 'VARCHAR', line: 'DOUBLE', en: 'VARCHAR', zh: 'VARCHAR' },
    tiers,
  );
}

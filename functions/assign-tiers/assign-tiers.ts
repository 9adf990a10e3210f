import { z } from 'zod';
import { type Database, quotedString, type WithDatabase } from '../../shared/adapters/duckdb.ts';
import { createHistories, createLifetimeValues } from '../../shared/adapters/lifetime-values.ts';
import { createTable } from '../../shared/adapters/model-tables.ts';
import type { ObjectStore } from '../../shared/adapters/object-store.ts';
import type { RunTable } from '../../shared/adapters/run-table.ts';
import { namesByCluster } from '../../shared/domain/clusters/cluster-names.ts';
import { scaledSql } from '../../shared/domain/clusters/scaling.ts';
import { noPurchase } from '../../shared/domain/label.ts';
import { type Model, modelSchema } from '../../shared/domain/model.ts';
import { type Policy, parsePolicy } from '../../shared/domain/policy.ts';
import { runFiles } from '../../shared/domain/runs.ts';
import { valueScoreSql } from '../../shared/domain/value-score.ts';
import { createClasses } from './classes.ts';
import { createScores } from './scores.ts';
import tiersSql from './tiers.sql';

/** A row is wide, and every thread holds a row group of them. */
const ROW_GROUP = 20_480;

interface Dependencies {
  lake: ObjectStore;
  runs: RunTable;
  withDatabase: WithDatabase;
  /** Customers assigned at a time: memory stays flat however many a bucket holds. */
  slice?: number;
}

/** Gives every customer of one bucket scores, segment, cluster and tier by the run's model, with the reason. */
export async function assignTiers(
  { runId, bucket }: { runId: string; bucket: number },
  { lake, runs, withDatabase, slice = 50_000 }: Dependencies,
): Promise<{ status: 'done' }> {
  const policy = parsePolicy(await lake.getJson(runFiles.policy(runId)));
  const model = modelSchema.parse(await lake.getJson(runFiles.model(runId)));
  const { run_id: visible } = await runs.getCurrent();

  await withDatabase(async (database) => {
    const features = `${database.directory}/features.parquet`;
    await lake.download(runFiles.features(runId, bucket), features);
    const previous = visible === undefined ? undefined : `${database.directory}/previous.parquet`;
    if (visible !== undefined && previous) await lake.download(runFiles.tiers(visible, bucket), previous);

    const parts: string[] = [];
    const customers = await customersIn(database, features);
    for (let first = 0; first === 0 || first < customers; first += slice) {
      const part = `${database.directory}/tiers-${parts.length}.parquet`;
      const places = { first, end: first + slice };
      await withDatabase((own) => assignSlice(own, { policy, model, features, previous, ...places, part }));
      parts.push(part);
    }
    await lake.upload(await joined(database, parts), runFiles.tiers(runId, bucket), 'application/vnd.apache.parquet');
  });
  return { status: 'done' };
}

async function customersIn(database: Database, features: string): Promise<number> {
  const [found] = await database.rows(
    `select count(*)::integer as customers from read_parquet(${quotedString(features)})`,
    z.object({ customers: z.number() }),
  );
  return found?.customers ?? 0;
}

interface Slice {
  policy: Policy;
  model: Model;
  /** Features of the bucket in the order of customers, and what the visible run left of them. */
  features: string;
  previous: string | undefined;
  /** The first customer's place in the bucket, and the place behind the last. */
  first: number;
  end: number;
  /** The file to write. */
  part: string;
}

async function assignSlice(
  database: Database,
  { policy, model, features, previous, first, end, part }: Slice,
): Promise<void> {
  await database.run(
    `create view features as select * exclude (file_row_number)
     from read_parquet(${quotedString(features)}, file_row_number = true)
     where file_row_number >= ${first} and file_row_number < ${end}`,
  );
  await createPrevious(database, previous);
  await createHistories(database);
  await createLifetimeValues(database, model.lifetime_value);
  await createScores(database, model.rfm);
  await createClasses(database, policy.classes, model.classes);
  await createModel(database, model);
  await database.run(`copy (${tiersSql}) to ${quotedString(part)} (format parquet, row_group_size ${ROW_GROUP})`, {
    places: JSON.stringify(model.clusters.places.map(({ at }) => at)),
    reaches: JSON.stringify(model.clusters.places.map(({ reach }) => reach)),
    clusters: JSON.stringify(model.clusters.places.map(({ cluster }) => cluster)),
    no_purchase: noPurchase.name,
    no_purchase_zh: noPurchase.zh,
  });
}

/** One file of several, in their order. */
async function joined(database: Database, parts: readonly string[]): Promise<string> {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const file = `${database.directory}/tiers.parquet`;
  await database.run('set preserve_insertion_order = true');
  await database.run(
    `copy (from read_parquet([${parts.map(quotedString).join(', ')}])) to ${quotedString(file)}
     (format parquet, row_group_size ${ROW_GROUP})`,
  );
  return file;
}

/** What the visible run left of the bucket's customers. */
function createPrevious(database: Database, file: string | undefined): Promise<void> {
  return database.run(
    file === undefined
      ? 'create table previous (customer_id varchar, tier varchar, previous_tier varchar, tier_since date)'
      : `create view previous as
         select customer_id, tier, previous_tier, tier_since from read_parquet(${quotedString(file)})`,
  );
}

async function createModel(database: Database, model: Model): Promise<void> {
  await database.run(
    `create table value_scores as
     select customer_id, ${valueScoreSql(model.value_score)} as value_score from lifetime_values where orders > 0`,
  );
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

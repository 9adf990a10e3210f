import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type Database, quotedString, type WithDatabase } from '../../shared/adapters/duckdb.ts';
import { createTable } from '../../shared/adapters/model-tables.ts';
import type { ObjectStore } from '../../shared/adapters/object-store.ts';
import type { RunTable } from '../../shared/adapters/run-table.ts';
import { namesByCluster } from '../../shared/domain/clusters/cluster-names.ts';
import { scaledSql } from '../../shared/domain/clusters/scaling.ts';
import { noPurchase } from '../../shared/domain/label.ts';
import { type Model, modelSchema } from '../../shared/domain/model.ts';
import { parsePolicy } from '../../shared/domain/policy.ts';
import { runFiles } from '../../shared/domain/runs.ts';
import { readReports } from '../../shared/reports.ts';
import { earlierModel } from '../cluster/model-parts.ts';
import { createCauses, type Inputs } from './causes.ts';
import { createExplained } from './explained.ts';
import forcedSql from './forced.sql';
import { createJudgeable, createJudged } from './judged.ts';
import { createMoved } from './movement.ts';
import { createOverrides } from './overrides.ts';
import placedSql from './placed.sql';
import previousSql from './previous.sql';
import { createService } from './service.ts';
import tiersSql from './tiers.sql';

/** A row is wide, and every thread holds a row group of them. */
const ROW_GROUP = 20_480;

interface Dependencies {
  lake: ObjectStore;
  runs: RunTable;
  withDatabase: WithDatabase;
  /** Customers assigned at a time: memory stays flat however many a bucket holds. */
  slice?: number;
  /** How many parts customers are dealt into. */
  buckets: number;
}

/**
 * Gives every customer of one bucket scores, segment, cluster and tier by the run's model and the rules of movement, with the
 * reason, and of a change its cause.
 */
export async function assignTiers(
  { runId, bucket }: { runId: string; bucket: number },
  { lake, runs, withDatabase, buckets, slice = 50_000 }: Dependencies,
): Promise<{ status: 'done' }> {
  const policy = parsePolicy(await lake.getJson(runFiles.policy(runId)));
  const model = modelSchema.parse(await lake.getJson(runFiles.model(runId)));
  const { run_id: visible } = await runs.getCurrent();
  const earlier = await earlierModel(lake, visible);
  const mayBeCorrected = earlier !== undefined && (await saysOfDaysUpTo(lake, runId, earlier.model.as_of));

  await withDatabase(async (database) => {
    const features = `${database.directory}/features.parquet`;
    await lake.download(runFiles.features(runId, bucket), features);
    const previous = visible === undefined ? undefined : `${database.directory}/previous.parquet`;
    if (visible !== undefined && previous) await lake.download(runFiles.tiers(visible, bucket), previous);

    const parts: string[] = [];
    const customers = await customersIn(database, features);
    for (let first = 0; first === 0 || first < customers; first += slice) {
      const part = `${database.directory}/tiers-${parts.length}.parquet`;
      const own = { lake, withDatabase, bucket, buckets, policy, model, features, earlier, mayBeCorrected };
      await withDatabase((database) => assignSlice(database, { ...own, previous, first, end: first + slice, part }));
      parts.push(part);
    }
    await lake.upload(await joined(database, parts), runFiles.tiers(runId, bucket), 'application/vnd.apache.parquet');
  });
  return { status: 'done' };
}

/** Whether an upload of the run says something of days up to one that an earlier run has seen. */
async function saysOfDaysUpTo(lake: ObjectStore, runId: string, day: string): Promise<boolean> {
  const reports = await readReports(lake, runId);
  return reports.some(
    (report) =>
      report.status === 'cleaned' && report.dataset !== 'overrides' && (report.quality?.first_on ?? day) <= day,
  );
}

async function customersIn(database: Database, features: string): Promise<number> {
  const [found] = await database.rows(
    `select count(*)::integer as customers from read_parquet(${quotedString(features)})`,
    z.object({ customers: z.number() }),
  );
  return found?.customers ?? 0;
}

interface Slice extends Inputs {
  buckets: number;
  /** What the visible run left of the bucket's customers. */
  previous: string | undefined;
  /** The first customer's place in the bucket, and the place behind the last. */
  first: number;
  end: number;
  /** The file to write. */
  part: string;
}

async function assignSlice(database: Database, slice: Slice): Promise<void> {
  const { policy, model, features, previous, first, end, part } = slice;
  const { movement } = policy;
  await database.run(
    `create view features as select * exclude (file_row_number)
     from read_parquet(${quotedString(features)}, file_row_number = true)
     where file_row_number >= ${first} and file_row_number < ${end}`,
  );
  await createJudgeable(database, policy, model);
  await createPlaces(database, model);
  await createPrevious(database, previous);
  await createJudged(database, model.tiers, movement.margin);
  const review = { asOf: model.as_of, tiers: model.tiers.length, reviews: model.reviews };
  await createMoved(database, 'moved', movement, review);
  await createMovedBefore(database, slice, review);
  await createOverrides(database, slice.lake, {
    runId: model.run_id,
    bucket: slice.bucket,
    buckets: slice.buckets,
    asOf: model.as_of,
  });
  await database.run(forcedSql);
  await database.run(`create table placed as ${placedSql}`, { reviews: JSON.stringify(model.reviews) });
  await createCauses(database, slice);
  await createExplained(database, model.tiers, movement.margin);
  await createService(database, policy, model.rfm);
  await database.run(`copy (${tiersSql}) to ${quotedString(part)} (format parquet, row_group_size ${ROW_GROUP})`, {
    places: JSON.stringify(model.clusters.places.map(({ at }) => at)),
    reaches: JSON.stringify(model.clusters.places.map(({ reach }) => reach)),
    clusters: JSON.stringify(model.clusters.places.map(({ cluster }) => cluster)),
    no_purchase: noPurchase.name,
    no_purchase_zh: noPurchase.zh,
    runs: movement.demotion.runs,
    expire_days: movement.expireAfterDays,
  });
}

/** Creates `moved_before`: where the rules of movement of the run before would leave customers. */
async function createMovedBefore(
  database: Database,
  { policy, model, earlier }: Inputs,
  review: Parameters<typeof createMoved>[3],
): Promise<void> {
  const before = earlier?.policy.movement ?? policy.movement;
  if (isDeepStrictEqual(before, policy.movement)) {
    await database.run('create view moved_before as from moved');
    return;
  }
  await createJudged(database, model.tiers, before.margin, 'judged_before');
  await createMoved(database, 'moved_before', before, { ...review, judged: 'judged_before' });
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

/** What is looked at of the run before: column → DuckDB type. One of another version of Strata may lack some. */
const remembered = {
  ...{ customer_id: 'varchar', tier: 'varchar', previous_tier: 'varchar', tier_since: 'date', tier_cause: 'varchar' },
  ...{ ruled_tier: 'varchar', earned_tier: 'varchar', kept_tier: 'varchar' },
  ...{ runs_below: 'integer', counted_on: 'date', below_cause: 'varchar' },
  ...{ override_kind: 'varchar', override_tier: 'varchar' },
};

/** Creates `previous` of the bucket's customers as the visible run left them, and `held`, what movement looks at of it. */
async function createPrevious(database: Database, file: string | undefined): Promise<void> {
  const columns = Object.entries(remembered).map(([name, type]) => `${name} ${type}`);
  await database.run(`create table nobody (${columns.join(', ')})`);
  const known = file === undefined ? '' : `union all by name from read_parquet(${quotedString(file)})`;
  await database.run(`create view before as select ${Object.keys(remembered).join(', ')} from (from nobody ${known})`);
  await database.run(`create table previous as ${previousSql}`);
  await database.run('create view held as select customer_id, place, runs_below, counted_on from previous');
}

/** Where customers lie among clusters, and what clusters are called. */
async function createPlaces(database: Database, model: Model): Promise<void> {
  const z = model.clusters.features.map(scaledSql);
  await database.run(
    `create view positions as select customer_id, [${z.join(', ')}]::double[] as z from features where orders > 0`,
  );
  const names = [...namesByCluster(model.clusters.groups)].map(([cluster, name]) => ({ cluster, ...name }));
  await createTable(database, 'cluster_names', { cluster: 'INTEGER', en: 'VARCHAR', zh: 'VARCHAR' }, names);
}

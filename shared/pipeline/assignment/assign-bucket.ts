import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { createTable } from '../../adapters/duckdb/create-table.ts';
import { type Database, WIDE_ROW_GROUP, type WithDatabase } from '../../adapters/duckdb/duckdb.ts';
import { noPurchase } from '../../domain/classification/class.ts';
import { namesByCluster } from '../../domain/clusters/describe/cluster-names.ts';
import { scaledSql } from '../../domain/clusters/geometry/scaling.ts';
import type { Model } from '../../domain/model.ts';
import { quotedString } from '../../domain/sql/quoting.ts';
import forcedSql from './apply-override.sql';
import { createCauses, type Inputs } from './causes.ts';
import placedSql from './final-tiers.sql';
import { createMoved } from './movement.ts';
import { createPrevious } from './previous.ts';
import { createJudgeable, createJudged } from './ranking.ts';
import { createExplained } from './with-reasons.ts';
import { createService } from './service-plans.ts';
import tiersSql from './tiers.sql';

/** Reasons pack well. */
const FORMAT = `format parquet, row_group_size ${WIDE_ROW_GROUP}, compression zstd, compression_level 1`;

/** What one bucket's customers are assigned by. */
export interface Assignment extends Inputs {
  /** A file of what the run before left of the bucket's customers; undefined where there is none. */
  previous: string | undefined;
  /** Creates the table `overrides` of those in force, see `overrides.ts`; may read `before`. */
  createOverrides: (database: Database) => Promise<void>;
  /** Customers assigned at a time: memory stays flat however many a bucket holds. */
  slice?: number | undefined;
}

/**
 * Writes what becomes of one bucket's customers to a file in the database's directory.
 * @returns the file
 */
export async function assignBucket(database: Database, { slice = 40_000, ...assignment }: Assignment): Promise<string> {
  const { features } = assignment;
  const parts: string[] = [];
  const customers = await customersIn(database, features);
  const withDatabase: WithDatabase = customers > slice ? assignment.withDatabase : (work) => work(database);
  for (let first = 0; first === 0 || first < customers; first += slice) {
    const part = `${database.directory}/tiers-${parts.length}.parquet`;
    await withDatabase((own) => assignSlice(own, { ...assignment, first, end: first + slice, part }));
    parts.push(part);
  }
  return joined(database, parts);
}

async function customersIn(database: Database, features: string): Promise<number> {
  const [found] = await database.rows(
    `select count(*)::integer as customers from read_parquet(${quotedString(features)})`,
    z.object({ customers: z.number() }),
  );
  return found?.customers ?? 0;
}

interface Slice extends Assignment {
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
    `create view features as select * exclude (file_row_number, holdout)
     from read_parquet(${quotedString(features)}, file_row_number = true)
     where file_row_number >= ${first} and file_row_number < ${end}`,
  );
  await createJudgeable(database, policy, model);
  await createPrevious(database, previous);
  await createJudged(database, model.tiers, movement.margin);
  const review = { asOf: model.as_of, tiers: model.tiers.length, reviews: model.reviews };
  await createMoved(database, 'moved', movement, review);
  await createMovedBefore(database, slice, review);
  await slice.createOverrides(database);
  await database.run(forcedSql);
  await database.run(`create table placed as ${placedSql}`, { reviews: JSON.stringify(model.reviews) });
  await createCauses(database, slice, previous !== undefined);
  await createExplained(database, model.tiers, movement.margin);
  await createPlaces(database, model);
  await createService(database, policy, model.rfm);
  await database.run(`copy (${tiersSql}) to ${quotedString(part)} (${FORMAT})`, {
    names: JSON.stringify(model.tiers.map(({ name }) => name)),
    names_en: JSON.stringify(model.tiers.map(({ label }) => label.en)),
    names_zh: JSON.stringify(model.tiers.map(({ label }) => label.zh)),
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
     (${FORMAT})`,
  );
  return file;
}

/** Where customers lie among clusters, and what clusters are called. */
async function createPlaces(database: Database, model: Model): Promise<void> {
  const z = model.clusters.features.map(scaledSql);
  await database.run(
    `create view positions as
     select *, if(orders > 0, [${z.join(', ')}], null)::double[] as z from explained`,
  );
  const names = [...namesByCluster(model.clusters.groups)].map(([cluster, name]) => ({ cluster, ...name }));
  await createTable(database, 'cluster_names', { cluster: 'INTEGER', en: 'VARCHAR', zh: 'VARCHAR' }, names);
}

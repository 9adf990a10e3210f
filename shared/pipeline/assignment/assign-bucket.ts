import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { createTable } from '../../adapters/duckdb/create-table.ts';
import { type Database, WIDE_ROW_GROUP, type WithDatabase } from '../../adapters/duckdb/duckdb.ts';
import { createView, withRelations } from '../../adapters/duckdb/relation.ts';
import { noPurchase } from '../../domain/classification/class.ts';
import { namesByCluster } from '../../domain/clusters/describe/cluster-names.ts';
import { scaleValueSql } from '../../domain/clusters/geometry/scaling.ts';
import { customerColumnNames } from '../../domain/features/customer-columns.ts';
import type { Model } from '../../domain/model.ts';
import { quotedString } from '../../domain/sql/quoting.ts';
import type { MovementPolicy } from '../../domain/tiers/movement/movement-policy.ts';
import { createCauses, type Inputs } from './causes.ts';
import { createFinalTiers } from './final-tiers.ts';
import { createMovement } from './movement.ts';
import type { Overrides } from './overrides.ts';
import { createPrevious, type Previous } from './previous.ts';
import { createRanked, createScoredCustomers, createTiers } from './ranking.ts';
import { createServicePlans } from './service-plans.ts';
import tiersSql from './tiers.sql';
import { createWithReasons, type WithReasons } from './with-reasons.ts';

/** Reasons compress well. */
const FORMAT = `format parquet, row_group_size ${WIDE_ROW_GROUP}, compression zstd, compression_level 1`;

/** Inputs of one bucket's assignment. */
export interface Assignment extends Inputs {
  /** A file of the bucket's customers in the previous run; undefined if there is none. */
  previous: string | undefined;
  /** Creates the overrides in force. */
  createOverrides: (database: Database, previous: Previous) => Promise<Overrides>;
  /** Customers assigned at a time, which bounds memory for buckets of any size. */
  slice?: number | undefined;
}

/**
 * Assigns one bucket's customers and writes the result to a file in the database's directory.
 * @returns the file
 */
export async function assignBucket(database: Database, { slice = 40_000, ...assignment }: Assignment): Promise<string> {
  const { features } = assignment;
  const parts: string[] = [];
  const customers = await countCustomers(database, features);
  const withDatabase: WithDatabase = customers > slice ? assignment.withDatabase : (work) => work(database);
  for (let first = 0; first === 0 || first < customers; first += slice) {
    const part = `${database.directory}/tiers-${parts.length}.parquet`;
    await withDatabase((own) => assignSlice(own, { ...assignment, first, end: first + slice, part }));
    parts.push(part);
  }
  return concatenateFiles(database, parts);
}

async function countCustomers(database: Database, features: string): Promise<number> {
  const [found] = await database.rows(
    `select count(*)::integer as customers from read_parquet(${quotedString(features)})`,
    z.object({ customers: z.number() }),
  );
  return found?.customers ?? 0;
}

interface Slice extends Assignment {
  /** Position of the first customer in the bucket, and the position after the last. */
  first: number;
  end: number;
  /** The file to write. */
  part: string;
}

async function assignSlice(database: Database, slice: Slice): Promise<void> {
  const { policy, model, previous: file, part } = slice;
  const { movement: rules } = policy;
  const review = { asOf: model.as_of, tiers: model.tiers.length, reviews: model.reviews };
  const tiers = await createTiers(database, model.tiers);
  const scored = await createScoredCustomers(database, await createFeatures(database, slice), policy, model);
  const previous = await createPrevious(database, file, tiers);
  const createMovementBy = async (by: MovementPolicy) => {
    const ranked = await createRanked(database, scored, model.tiers, by.margin);
    return createMovement(database, { ranked, previous }, by, review);
  };
  const movement = await createMovementBy(rules);
  const rulesBefore = slice.earlier?.policy.movement ?? rules;
  const movement_before = isDeepStrictEqual(rulesBefore, rules) ? movement : await createMovementBy(rulesBefore);
  const overrides = await slice.createOverrides(database, previous);
  const final_tiers = await createFinalTiers(database, { movement, overrides, tiers }, model.reviews);
  const relations = { final_tiers, previous, movement_before, tiers };
  const causes = await createCauses(database, relations, slice, file !== undefined);
  const reasons = await createWithReasons(database, scored, final_tiers, model.tiers, rules.margin);
  const customers = await createWithClusterFeatures(database, reasons, model);
  const cluster_names = await createClusterNames(database, model);
  const service_plans = await createServicePlans(database, policy, model.rfm);
  const rows = `select ${customerColumnNames.join(', ')} from (${tiersSql}) order by customer_id`;
  const sql = withRelations(rows, { customers, cluster_names, causes, overrides, service_plans, previous });
  await database.run(`copy (${sql}) to ${quotedString(part)} (${FORMAT})`, {
    names: JSON.stringify(model.tiers.map(({ name }) => name)),
    names_en: JSON.stringify(model.tiers.map(({ label }) => label.en)),
    names_zh: JSON.stringify(model.tiers.map(({ label }) => label.zh)),
    places: JSON.stringify(model.clusters.places.map(({ at }) => at)),
    reaches: JSON.stringify(model.clusters.places.map(({ reach }) => reach)),
    clusters: JSON.stringify(model.clusters.places.map(({ cluster }) => cluster)),
    no_purchase: noPurchase.name,
    no_purchase_zh: noPurchase.zh,
    runs: rules.demotion.runs,
    expire_days: rules.expireAfterDays,
  });
}

const createFeatures = (database: Database, { features, first, end }: Slice) =>
  createView(
    database,
    'features',
    `select columns(name -> name not in ('file_row_number', 'holdout', 'monthly_purchases'))
     from read_parquet(${quotedString(features)}, file_row_number = true)
     where file_row_number >= ${first} and file_row_number < ${end}`,
  );

/** Adds `z`, the scaled cluster features; null for customers who are not buyers. */
function createWithClusterFeatures(database: Database, customers: WithReasons, { clusters }: Model) {
  const z = clusters.features.map(scaleValueSql);
  const sql = `select *, if(orders > 0, [${z.join(', ')}], null)::double[] as z from ${customers.name}`;
  return createView(database, 'with_cluster_features', sql);
}

function createClusterNames(database: Database, { clusters }: Model) {
  const names = [...namesByCluster(clusters.groups)].map(([cluster, name]) => ({ cluster, ...name }));
  return createTable(database, 'cluster_names', { cluster: 'INTEGER', en: 'VARCHAR', zh: 'VARCHAR' }, names);
}

/** Concatenates files in order. */
async function concatenateFiles(database: Database, parts: readonly string[]): Promise<string> {
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

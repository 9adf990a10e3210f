import { z } from 'zod';
import type { Database } from '../../adapters/duckdb/duckdb.ts';
import {
  createTableAs,
  createView,
  type Relation,
  type Relations,
  withRelations,
} from '../../adapters/duckdb/relation.ts';
import { oneYearBefore, windowStart } from '../../domain/calendar/days.ts';
import type { Feature } from '../../domain/features/feature.ts';
import { onlineChannelNames } from '../../domain/features/feature-policy.ts';
import { features } from '../../domain/features/features.ts';
import { type Dataset, datasets, holdsDecisions, listCleanTables } from '../../domain/intake/datasets/datasets.ts';
import { daysInUnit } from '../../domain/lifetime-value/lifetime-value.ts';
import { holdoutDays } from '../../domain/lifetime-value/lifetime-value-policy.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { quotedString } from '../../domain/sql/quoting.ts';
import type { ObjectStore } from '../../ports/objects.ts';
import { createCleanView } from '../clean-rows/clean-rows.ts';
import aggregatesSql from './aggregates.sql';
import documentsSql from './documents.sql';
import favouritesSql from './favourites.sql';
import featuresSql from './features.sql';
import furtherReturnsSql from './further-returns.sql';
import holdoutSql from './holdout.sql';
import linesSql from './lines.sql';
import monthsSql from './months.sql';
import newestLinesSql from './newest-lines.sql';
import orderFactsSql from './order-facts.sql';
import orderLinesSql from './order-lines.sql';
import purchasesSql from './purchases.sql';
import rhythmSql from './rhythm.sql';
import statedReturnsSql from './stated-returns.sql';
import supersededOrdersSql from './superseded-orders.sql';

/**
 * What follows from orders: statements by the name under which later ones read their rows.
 *
 *     order_lines → lines → documents → purchases → rhythm, holdout ┐
 *                     │         └─────→ months ─────────────────────┤
 *                     └───────────────→ favourites ─────────────────┼→ order_facts
 *                                       aggregates ─────────────────┘
 */
const orderStatements = {
  lines: linesSql,
  documents: documentsSql,
  purchases: purchasesSql,
  rhythm: rhythmSql,
  months: monthsSql,
  holdout: holdoutSql,
  favourites: favouritesSql,
  aggregates: aggregatesSql,
  order_facts: orderFactsSql,
};

/** All other datasets with facts about customers, each with the statement `facts/<dataset>.sql`. Decisions of people are no facts. */
const factDatasets = datasets.filter((dataset) => dataset !== 'orders' && !holdsDecisions(dataset));

/** Statements whose rows are not kept in memory: reading a few columns from files again for each reader costs less. */
const notMaterialized = new Set(['lines']);

interface Features {
  bucket: number;
  policy: Policy;
  asOf: string;
  /** The date of the previous run; without one, the features since then are null. */
  since?: string | null;
  /** A Parquet file with the `customer_id` of the customers to compute; all by default. */
  wanted?: string;
  /** Ids of customers to leave out; none by default. */
  excluded?: readonly string[];
}

/**
 * Writes the features of a bucket's customers to a Parquet file, one row per customer: as they were on the day `asOf`, by all
 * uploads so far.
 */
export async function writeFeatures(
  database: Database,
  lake: ObjectStore,
  file: string,
  { bucket, policy, asOf, since = null, wanted, excluded = [] }: Features,
): Promise<void> {
  const relations: Record<string, Relation> = { order_lines: await createOrderLines(database, lake, bucket, wanted) };
  for (const table of factDatasets.flatMap(listCleanTables)) {
    relations[`clean_${table}`] = (await createCleanView(database, lake, table, bucket, wanted)).clean;
  }
  await database.run(`copy (${await featureTableSql(relations)}) to ${quotedString(file)} (format parquet)`, {
    ...featureParameters(policy, asOf, since),
    excluded,
  });
}

/** Values for the parameters that the headers of the statements name. */
const featureParameters = (policy: Policy, asOf: string, since: string | null) => ({
  as_of: asOf,
  window_start: windowStart(asOf, policy.windowMonths),
  unit_days: daysInUnit[policy.timeUnit],
  recent_days: policy.features.recentDays,
  trend_days: policy.features.trendDays,
  holdout_days: holdoutDays(policy.lifetimeValue),
  online_channels: onlineChannelNames(policy.features),
  year_ago: oneYearBefore(asOf),
  since,
});

/** The query for all registered features of every customer in any dataset. */
async function featureTableSql(relations: Relations): Promise<string> {
  const steps = {
    ...orderStatements,
    ...Object.fromEntries(await Promise.all(factDatasets.map(async (name) => [name, await factsSql(name)]))),
    known_customers: `from ${['order_facts', ...factDatasets].reduce((all, name) => `${all} full join ${name} using (customer_id)`)}`,
    features: featuresSql,
  };
  const named = Object.entries(steps).map(
    ([name, sql]) => `${name} as ${notMaterialized.has(name) ? 'not materialized' : ''} (\n${sql})`,
  );
  const columns = Object.entries(features).map(registeredColumn);
  return withRelations(
    `with ${named.join(',\n')} select ${columns.join(', ')} from features
     where customer_id not in (select unnest($excluded::varchar[])) order by customer_id`,
    relations,
  );
}

/** The statement for a dataset's facts. */
async function factsSql(dataset: Dataset): Promise<string> {
  const { default: sql }: { default: string } = await import(`./facts/${dataset}.sql`);
  return sql;
}

/** A column as the registry defines it. A quantity that is never null is 0 for customers without rows to compute it from. */
function registeredColumn([name, { type, nullWhen }]: [string, Feature]): string {
  const isZero = nullWhen === undefined && /^(INTEGER|DOUBLE|DECIMAL)/.test(type);
  return `${isZero ? `coalesce(${name}, 0)` : name}::${type === 'JSON' ? 'VARCHAR' : type} as ${name}`;
}

/** The bucket's order lines. An order that is in several uploads has the lines of the newest, and each return counts once. */
async function createOrderLines(
  database: Database,
  lake: ObjectStore,
  bucket: number,
  wanted?: string,
): Promise<Relation> {
  const newest_lines = await createNewestLines(database, lake, bucket, wanted);
  const stated_returns = await createTableAs(database, 'stated_returns', statedReturnsSql, { newest_lines });
  if (await isEmpty(database, stated_returns)) return newest_lines;
  const relations = { newest_lines, stated_returns };
  const further_returns = await createTableAs(database, 'further_returns', furtherReturnsSql, relations);
  if (await isEmpty(database, further_returns)) return newest_lines;
  return createView(database, 'order_lines', orderLinesSql, { newest_lines, further_returns });
}

async function createNewestLines(
  database: Database,
  lake: ObjectStore,
  bucket: number,
  wanted?: string,
): Promise<Relation> {
  const { clean: clean_orders, uploads } = await createCleanView(database, lake, 'orders', bucket, wanted);
  if (uploads.length < 2) return clean_orders;
  await database.run(`create type upload as enum (${uploads.map(quotedString).join(', ')})`);
  const superseded_orders = await createTableAs(database, 'superseded_orders', supersededOrdersSql, { clean_orders });
  return createView(database, 'newest_lines', newestLinesSql, { clean_orders, superseded_orders });
}

async function isEmpty(database: Database, { name }: Relation): Promise<boolean> {
  const rows = await database.rows(`select 1 as one from ${name} limit 1`, z.object({ one: z.number() }));
  return rows.length === 0;
}

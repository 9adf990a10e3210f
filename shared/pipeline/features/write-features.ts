import type { ObjectStore } from '../../adapters/aws/object-store.ts';
import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { createTableAs, createView, type Relation, withRelations } from '../../adapters/duckdb/relation.ts';
import { oneYearBefore, windowStart } from '../../domain/calendar/days.ts';
import { onlineChannelNames } from '../../domain/features/feature-policy.ts';
import { datasets, holdsDecisions, listCleanTables } from '../../domain/intake/datasets/datasets.ts';
import { daysInUnit } from '../../domain/lifetime-value/lifetime-value.ts';
import { holdoutDays } from '../../domain/lifetime-value/lifetime-value-policy.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { quotedString } from '../../domain/sql/quoting.ts';
import { createCleanView } from '../clean-rows/clean-rows.ts';
import aggregatesSql from './aggregates.sql';
import documentsSql from './documents.sql';
import favouritesSql from './favourites.sql';
import featuresSql from './features.sql';
import holdoutSql from './holdout.sql';
import interactionsSql from './interactions.sql';
import linesSql from './lines.sql';
import monthsSql from './months.sql';
import orderLinesSql from './order-lines.sql';
import profilesSql from './profiles.sql';
import purchasesSql from './purchases.sql';
import rhythmSql from './rhythm.sql';
import satisfactionSql from './satisfaction.sql';
import supersededOrdersSql from './superseded-orders.sql';

/** The steps by name, in the order in which they read each other. */
const subjects = {
  profiles: profilesSql,
  lines: linesSql,
  documents: documentsSql,
  purchases: purchasesSql,
  rhythm: rhythmSql,
  months: monthsSql,
  holdout: holdoutSql,
  aggregates: aggregatesSql,
  favourites: favouritesSql,
  interactions: interactionsSql,
  satisfaction: satisfactionSql,
  features: featuresSql,
};
/** Steps to evaluate for each reader: reading a few columns from files again costs less than holding all in memory. */
const readAnew = new Set(['lines']);
const steps = Object.entries(subjects).map(
  ([name, sql]) => `${name} as ${readAnew.has(name) ? 'not materialized' : ''} (\n${sql})`,
);

/** Tables read unchanged. Orders are read in their newest versions; decisions are not facts about customers. */
const factTables = datasets
  .filter((dataset) => dataset !== 'orders' && !holdsDecisions(dataset))
  .flatMap(listCleanTables);

interface Features {
  bucket: number;
  policy: Policy;
  asOf: string;
  /** As-of date of the previous run; without one, purchases since then are unknown. */
  since?: string | null;
  /** A Parquet file of the customers (`customer_id`) to include; all by default. */
  wanted?: string;
}

/** Writes the features of a bucket's customers on a date, from today's data, to a Parquet file. */
export async function writeFeatures(
  database: Database,
  lake: ObjectStore,
  file: string,
  { bucket, policy, asOf, since = null, wanted }: Features,
): Promise<void> {
  const facts: Record<string, Relation> = {};
  for (const table of factTables) {
    facts[`clean_${table}`] = (await createCleanView(database, lake, table, bucket, wanted)).clean;
  }
  const order_lines = await createOrderLines(database, lake, bucket, wanted);
  const sql = withRelations(`with ${steps.join(',\n')} from features order by customer_id`, { order_lines, ...facts });
  await database.run(`copy (${sql}) to ${quotedString(file)} (format parquet)`, {
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
}

/** The bucket's order lines, each order in its newest version. */
async function createOrderLines(
  database: Database,
  lake: ObjectStore,
  bucket: number,
  wanted?: string,
): Promise<Relation> {
  const { clean: clean_orders, uploads } = await createCleanView(database, lake, 'orders', bucket, wanted);
  if (uploads.length < 2) return clean_orders;
  await database.run(`create type upload as enum (${uploads.map(quotedString).join(', ')})`);
  const superseded_orders = await createTableAs(database, 'superseded_orders', supersededOrdersSql, { clean_orders });
  return createView(database, 'order_lines', orderLinesSql, { clean_orders, superseded_orders });
}

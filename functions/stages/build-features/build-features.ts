import type { ObjectStore } from '../../../shared/adapters/aws/object-store.ts';
import { type Database, quotedString, type WithDatabase } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { Run, RunTable } from '../../../shared/adapters/tables/run-table.ts';
import { onlineChannelsOf } from '../../../shared/domain/features/feature-policy.ts';
import { daysInUnit } from '../../../shared/domain/lifetime-value/lifetime-value.ts';
import { holdoutDays } from '../../../shared/domain/lifetime-value/lifetime-value-policy.ts';
import { type Policy, parsePolicy } from '../../../shared/domain/policy/policy.ts';
import { asOfOf, runFiles, windowStart, yearBefore } from '../../../shared/domain/run/runs.ts';
import { createCleanView } from '../../../shared/pipeline/clean-rows/clean-rows.ts';
import aggregatesSql from '../../../shared/pipeline/features/aggregates.sql';
import documentsSql from '../../../shared/pipeline/features/documents.sql';
import favouritesSql from '../../../shared/pipeline/features/favourites.sql';
import featuresSql from '../../../shared/pipeline/features/features.sql';
import holdoutSql from '../../../shared/pipeline/features/holdout.sql';
import interactionsSql from '../../../shared/pipeline/features/interactions.sql';
import linesSql from '../../../shared/pipeline/features/lines.sql';
import monthsSql from '../../../shared/pipeline/features/months.sql';
import orderLinesSql from '../../../shared/pipeline/features/order-lines.sql';
import profilesSql from '../../../shared/pipeline/features/profiles.sql';
import purchasesSql from '../../../shared/pipeline/features/purchases.sql';
import rhythmSql from '../../../shared/pipeline/features/rhythm.sql';
import satisfactionSql from '../../../shared/pipeline/features/satisfaction.sql';
import sentAgainSql from '../../../shared/pipeline/features/superseded-orders.sql';

interface Dependencies {
  lake: ObjectStore;
  runs: RunTable;
  withDatabase: WithDatabase;
}

/** Each subject's rows by name, in the order in which they read each other. */
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
/** Those that are read anew by each that reads them: to read a few columns from files again costs less than to hold all in memory. */
const readAnew = new Set(['lines']);
const steps = Object.entries(subjects).map(
  ([name, sql]) => `${name} as ${readAnew.has(name) ? 'not materialized' : ''} (\n${sql})`,
);

/** Builds one row of facts for every customer of one bucket, from all uploads taken in so far. */
export async function buildFeatures(
  { runId, bucket }: { runId: string; bucket: number },
  { lake, runs, withDatabase }: Dependencies,
): Promise<{ status: 'done' }> {
  const policy = parsePolicy(await lake.getJson(runFiles.policy(runId)));
  const run = (await runs.getRun(runId)) as Run;
  const asOf = asOfOf(run);
  const since = await dayOfRunBefore(runs, asOf);

  await withDatabase(async (database) => {
    const file = `${database.directory}/features.parquet`;
    await writeFeatures(database, lake, file, { bucket, policy, asOf, since });
    await lake.upload(file, runFiles.features(runId, bucket), 'application/vnd.apache.parquet');
  });
  return { status: 'done' };
}

interface Features {
  bucket: number;
  policy: Policy;
  asOf: string;
  /** The day of the run before; without one, what happened since is not known. */
  since?: string | null;
  /** A Parquet file of the customers (`customer_id`) to look at; all by default. */
  wanted?: string;
}

/** Writes the facts of a bucket's customers, as they were on a day by what is known now, to a Parquet file. */
export async function writeFeatures(
  database: Database,
  lake: ObjectStore,
  file: string,
  { bucket, policy, asOf, since = null, wanted }: Features,
): Promise<void> {
  await createOrderLines(database, lake, bucket, wanted);
  for (const dataset of ['customers', 'aggregates', 'interactions', 'feedback'] as const) {
    await createCleanView(database, lake, dataset, bucket, wanted);
  }
  await database.run(
    `copy (with ${steps.join(',\n')} from features order by customer_id) to ${quotedString(file)} (format parquet)`,
    {
      as_of: asOf,
      window_start: windowStart(asOf, policy.windowMonths),
      unit_days: daysInUnit[policy.timeUnit],
      recent_days: policy.features.recentDays,
      trend_days: policy.features.trendDays,
      holdout_days: holdoutDays(policy.lifetimeValue),
      online_channels: onlineChannelsOf(policy.features),
      year_ago: yearBefore(asOf),
      since,
    },
  );
}

/** The day that the run which readers see segmented for; null without one, and where no day has passed since. */
async function dayOfRunBefore(runs: RunTable, asOf: string): Promise<string | null> {
  const { run_id } = await runs.getCurrent();
  const day = run_id === undefined ? undefined : (await runs.getRun(run_id))?.as_of;
  return day !== undefined && day < asOf ? day : null;
}

/** The bucket's order lines as `order_lines`; where several uploads may tell of one order, in its newest version. */
async function createOrderLines(database: Database, lake: ObjectStore, bucket: number, wanted?: string): Promise<void> {
  const uploads = await createCleanView(database, lake, 'orders', bucket, wanted);
  if (uploads.length > 1) {
    await database.run(`create type upload as enum (${uploads.map(quotedString).join(', ')})`);
    await database.run(`create table sent_again as ${sentAgainSql}`);
  }
  await database.run(`create view order_lines as ${uploads.length > 1 ? orderLinesSql : 'from clean_orders'}`);
}

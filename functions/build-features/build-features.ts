import { mkdir } from 'node:fs/promises';
import { type Database, quotedString, type WithDatabase } from '../../shared/adapters/duckdb.ts';
import type { ObjectStore } from '../../shared/adapters/object-store.ts';
import type { Run, RunTable } from '../../shared/adapters/run-table.ts';
import { parsePolicy } from '../../shared/domain/policy.ts';
import { asOfOf, cleanPrefix, runFiles, windowStart } from '../../shared/domain/runs.ts';
import featuresSql from './features.sql';
import orderLinesSql from './order-lines.sql';
import profilesSql from './profiles.sql';

interface Dependencies {
  lake: ObjectStore;
  runs: RunTable;
  withDatabase: WithDatabase;
}

const emptyOrders = `create table clean_orders (customer_id varchar, order_id varchar, ordered_at timestamp,
  amount decimal(18, 4), kind varchar, category varchar, channel varchar, region varchar, upload_id varchar)`;
const emptyCustomers = `create table clean_customers (customer_id varchar, signed_up_at timestamp, region varchar,
  customer_type varchar, attributes varchar, upload_id varchar, row_number bigint)`;
const unitDays = { day: 1, week: 7 };

/** Builds one row of facts for every customer of one bucket, from all uploads taken in so far. */
export async function buildFeatures(
  { runId, bucket }: { runId: string; bucket: number },
  { lake, runs, withDatabase }: Dependencies,
): Promise<{ status: 'done' }> {
  const policy = parsePolicy(await lake.getJson(runFiles.policy(runId)));
  const run = (await runs.getRun(runId)) as Run;
  const asOf = asOfOf(run);

  await withDatabase(async (database) => {
    const uploads = await createLines(database, lake, 'clean_orders', cleanPrefix('orders', bucket), emptyOrders);
    await createLines(database, lake, 'clean_customers', cleanPrefix('customers', bucket), emptyCustomers);
    await database.run(`create view order_lines as ${uploads > 1 ? orderLinesSql : 'from clean_orders'}`);
    await database.run(`create view profiles as ${profilesSql}`);
    const file = `${database.directory}/features.parquet`;
    await database.run(`copy (${featuresSql}) to ${quotedString(file)} (format parquet)`, {
      as_of: asOf,
      window_start: windowStart(asOf, policy.windowMonths),
      unit_days: unitDays[policy.timeUnit],
    });
    await lake.upload(file, runFiles.features(runId, bucket), 'application/vnd.apache.parquet');
  });
  return { status: 'done' };
}

/** Makes all uploads' clean rows of a bucket readable as one view. @returns how many uploads there are */
async function createLines(database: Database, lake: ObjectStore, view: string, prefix: string, empty: string) {
  const objects = await lake.list(prefix);
  if (objects.length === 0) {
    await database.run(empty);
    return 0;
  }
  const directory = `${database.directory}/${view}`;
  await mkdir(directory);
  for (const [index, { key }] of objects.entries()) await lake.download(key, `${directory}/${index}.parquet`);
  await database.run(
    `create view ${view} as
     from read_parquet(${quotedString(`${directory}/*.parquet`)}, union_by_name = true, hive_partitioning = false)`,
  );
  return objects.length;
}

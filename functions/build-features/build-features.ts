import { quotedString, type WithDatabase } from '../../shared/adapters/duckdb.ts';
import type { ObjectStore } from '../../shared/adapters/object-store.ts';
import { createParquetView } from '../../shared/adapters/parquet-view.ts';
import type { Run, RunTable } from '../../shared/adapters/run-table.ts';
import { parsePolicy } from '../../shared/domain/policy.ts';
import { asOfOf, cleanPrefix, runFiles, uploadOfCleanFile, windowStart } from '../../shared/domain/runs.ts';
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
    const orders = await createParquetView(database, lake, 'clean_orders', cleanPrefix('orders', bucket));
    if (orders.length === 0) await database.run(emptyOrders);
    const customers = await createParquetView(database, lake, 'clean_customers', cleanPrefix('customers', bucket));
    if (customers.length === 0) await database.run(emptyCustomers);
    const uploads = new Set(orders.map(uploadOfCleanFile)).size;
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

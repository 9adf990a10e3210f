import { parseArgs } from 'node:util';
import { z } from 'zod';
import { publish } from '../../../functions/stages/publish/publish.ts';
import { table } from '../../../shared/adapters/aws/table.ts';
import { createTable } from '../../../shared/adapters/duckdb/create-table.ts';
import { currentInvocation, withUsageMeter } from '../../../shared/adapters/metering/usage-meter.ts';
import { CUSTOMER_PREFIX, stateKey } from '../../../shared/adapters/tables/customer-items.ts';
import { customerColumns } from '../../../shared/domain/features/customer-columns.ts';
import { runFiles } from '../../../shared/domain/run/runs.ts';
import { type Invocation, summariseUsage, type Usage } from '../../../shared/domain/run/usage.ts';
import { quotedString } from '../../../shared/domain/sql/quoting.ts';
import { createDataDirectory } from '../../contract/data-directory.ts';
import { startDynalite } from '../../contract/dynalite.ts';
import { createTable as createDynamoTable, everyItem } from '../../contract/dynamo-table.ts';
import { limitWrites } from '../../contract/write-quota.ts';
import { typesOf } from '../../functions/feature-columns.ts';
import { servicesIn } from '../../functions/services.ts';
import customersSql from './customers.sql';

/** A month in which 8 % changed tier or segment may write this share of the items, see docs/cost.md. */
const SHARE = 0.2;
const CHANGED = 0.08;
const RUNS = ['20260901T030004512Z-7be2d41f', '20261001T030003872Z-1c09a6e4'] as const;
const DAYS = ['2026-08-31', '2026-09-30'] as const;

const { values: options } = parseArgs({
  options: {
    customers: { type: 'string', default: '1000000' },
    buckets: { type: 'string', default: '32' },
    parallel: { type: 'string', default: '3' },
    /** Publishes to an emulated DynamoDB that takes so many items a second, and checks that none is lost. */
    'items-per-second': { type: 'string' },
  },
});
const [customers, buckets, parallel] = [options.customers, options.buckets, options.parallel].map(Number) as [
  number,
  number,
  number,
];

const quota = options['items-per-second'];
const dynamo = quota === undefined ? undefined : await slowTable(Number(quota));
const services = await servicesIn(await createDataDirectory(), dynamo?.table);
try {
  const first = await month(0);
  await dynamo?.check();
  const second = await month(1);
  await dynamo?.check();
  const changed = await changedShare();
  const share = second.table.items_put / first.table.items_put;
  const percent = (part: number) => `${(100 * part).toFixed(2)} %`;
  console.log(`\nchanged tier or segment ${percent(changed)}; items written ${percent(share)} of the first month's`);
  if (Math.abs(changed - CHANGED) > 0.005) fail(`Expected ${percent(CHANGED)} to change tier or segment`);
  if (share >= SHARE) fail(`Expected under ${percent(SHARE)} of the items to be written`);
} finally {
  await services.close();
  await dynamo?.close();
}

/** An emulated DynamoDB table that takes so many items a second. */
async function slowTable(itemsPerSecond: number) {
  const name = 'customers';
  const dynalite = await startDynalite();
  const client = dynalite.newClient();
  await createDynamoTable(name, client);
  const seen = limitWrites(client, itemsPerSecond);
  return {
    table: table(name, client),
    close: dynalite.close,
    async check(): Promise<void> {
      const items = await everyItem(name, dynalite.newClient());
      const states = items.filter(({ pk, sk }) => pk.startsWith(CUSTOMER_PREFIX) && sk === stateKey('').sk);
      console.log(`${states.length} of ${customers} customers are in the table; refused and unprocessed writes:`, seen);
      if (states.length !== customers) fail('Customers were lost');
    },
  };
}

/** Publishes one month through the real stage, and makes it visible. */
async function month(index: 0 | 1): Promise<Usage> {
  const [runId, asOf] = [RUNS[index], DAYS[index]];
  await services.lake.putJson(runFiles.policy(runId), {});
  await services.runs.putRun({
    run_id: runId,
    status: 'running',
    started_at: `${asOf}T23:00:00.000Z`,
    source: 'strata.schedule',
    execution_arn: 'arn:aws:states:us-east-1:000000000000:execution:segmentation:bench',
    as_of_requested: asOf,
  });
  const startedAt = performance.now();
  const waiting = Array.from({ length: buckets }, (_, bucket) => bucket);
  const invocations: Invocation[] = [];
  const worker = async () => {
    for (let bucket = waiting.shift(); bucket !== undefined; bucket = waiting.shift()) {
      await putTiers(runId, bucket, index);
      invocations.push(await publishBucket(runId, bucket));
      console.error(`month ${index + 1}: ${invocations.length} of ${buckets} buckets after ${seconds(startedAt)} s`);
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  await services.runs.makeCurrent(runId);
  const usage = summariseUsage(invocations);
  console.log(`month ${index + 1}, ${customers.toLocaleString('en')} customers, ${seconds(startedAt)} s`);
  console.log(JSON.stringify({ table: usage.table, objects: usage.objects }, null, 2));
  return usage;
}

function publishBucket(runId: string, bucket: number): Promise<Invocation> {
  return withUsageMeter({ stage: 'publish', item: String(bucket), memory_mb: null }, async () => {
    await publish({ runId, bucket }, services);
    return currentInvocation() as Invocation;
  });
}

function putTiers(runId: string, bucket: number, month: number): Promise<void> {
  return services.withDatabase(async (database) => {
    const file = `${database.directory}/tiers.parquet`;
    await database.run('create macro draw(id, what) as hash(id || what) / 18446744073709551616.0::double');
    // What the query does not draw is null.
    const nobody = await createTable(database, 'nobody', typesOf(customerColumns), []);
    await database.run(
      `copy (from ${nobody.name} union all by name (${customersSql})) to ${quotedString(file)} (format parquet)`,
      {
        ...{ customers, buckets, bucket, month },
      },
    );
    await services.lake.upload(file, runFiles.tiers(runId, bucket), 'application/vnd.apache.parquet');
  });
}

/** The share of customers whose tier or segment is another one in the second month. */
function changedShare(): Promise<number> {
  return services.withDatabase(async (database) => {
    let changed = 0;
    for (let bucket = 0; bucket < buckets; bucket++) {
      const files = RUNS.map((_, index) => `${database.directory}/${index}.parquet`);
      for (const [index, runId] of RUNS.entries()) {
        await services.lake.download(runFiles.tiers(runId, bucket), files[index] as string);
      }
      const [before, after] = files.map((file) => `read_parquet(${quotedString(file)})`);
      const [found] = await database.rows(
        `select count(*)::integer as changed from ${before} as before join ${after} as after using (customer_id)
         where (before.tier, before.segment) <> (after.tier, after.segment)`,
        z.object({ changed: z.number() }),
      );
      changed += found?.changed ?? 0;
    }
    return changed / customers;
  });
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}

function seconds(startedAt: number): string {
  return ((performance.now() - startedAt) / 1000).toFixed(0);
}

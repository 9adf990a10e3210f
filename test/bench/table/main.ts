import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { openDatabase } from '../../../local/platform/database.ts';
import { sqliteTable } from '../../../local/platform/table.ts';
import { table } from '../../../shared/adapters/aws/table.ts';
import { withUsageMeter } from '../../../shared/adapters/metering/usage-meter.ts';
import { customerTable } from '../../../shared/adapters/tables/customer-table.ts';
import type { Table } from '../../../shared/ports/table.ts';
import { access } from '../../contract/dynalite.ts';
import { createTable } from '../../contract/dynamo-table.ts';
import { stateOf } from '../api/table-of-customers.ts';

/** Compares how long the tables take to write customers as `publish` does, in one run of the same process. */
const CUSTOMERS = 20_000;
const BUCKETS = 8;
const RUNS = ['20260901T030004512Z-7be2d41f', '20261001T030003872Z-1c09a6e4'] as const;

interface Cost {
  /** Microseconds for a customer. */
  processor: number;
  wall: number;
}

const states = Array.from({ length: CUSTOMERS }, (_, index) => stateOf(index, CUSTOMERS));
const folder = await mkdtemp(join(tmpdir(), 'strata-bench-table-'));
try {
  const [dynalite, sqlite] = [await onDynalite(), await onSqlite()];
  for (const [month, own] of sqlite.entries()) {
    const other = dynalite[month];
    if (!other) throw new Error('A month is missing');
    console.log(`month ${month + 1}, for a customer: ${inWords('dynalite', other)}; ${inWords('SQLite', own)}`);
    const [processor, wall] = [other.processor / own.processor, other.wall / own.wall];
    console.log(
      `  SQLite is ${processor.toFixed(1)} times as fast by processor time, ${wall.toFixed(1)} times by the clock`,
    );
  }
} finally {
  await rm(folder, { recursive: true });
}

function inWords(name: string, { processor, wall }: Cost): string {
  return `${name} ${processor.toFixed(0)} µs of processor time, ${wall.toFixed(0)} µs by the clock`;
}

async function onSqlite(): Promise<Cost[]> {
  const database = openDatabase(join(folder, 'strata.db'));
  const costs = await months(sqliteTable(database));
  database.close();
  return costs;
}

async function onDynalite(): Promise<Cost[]> {
  const thread = new Worker(new URL('./dynalite-thread.ts', import.meta.url), { workerData: join(folder, 'dynalite') });
  const [endpoint] = (await once(thread, 'message')) as [string];
  const client = new DynamoDBClient({ endpoint, ...access });
  await createTable('strata', client);
  const costs = await months(table('strata', client));
  thread.postMessage('close');
  await once(thread, 'exit');
  return costs;
}

/** A first month with every customer, and a second in which every customer moves. */
async function months(items: Table): Promise<Cost[]> {
  return [await costOf(() => write(items, 0)), await costOf(() => write(items, 1))];
}

async function write(items: Table, month: 0 | 1): Promise<void> {
  for (let bucket = 0; bucket < BUCKETS; bucket++)
    await customerTable(items).write(RUNS[month], bucket, changes(month, bucket));
}

async function* changes(month: 0 | 1, bucket: number) {
  for (let index = bucket; index < CUSTOMERS; index += BUCKETS) {
    const [first, second] = [states[index], states[(index * 7919) % CUSTOMERS]];
    if (!first || !second) throw new Error('A customer is missing');
    const state = month === 0 ? first : { ...second, customer_id: first.customer_id };
    yield { state, before: month === 0 ? undefined : first, tierChange: undefined };
  }
}

async function costOf(work: () => Promise<void>): Promise<Cost> {
  const [processor, wall] = [process.cpuUsage(), performance.now()];
  await withUsageMeter({ stage: 'publish', item: null, memory_mb: null }, work);
  const { user, system } = process.cpuUsage(processor);
  return { processor: (user + system) / CUSTOMERS, wall: (1000 * (performance.now() - wall)) / CUSTOMERS };
}

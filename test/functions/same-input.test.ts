import { randomLcg } from 'd3-random';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { assignTiers } from '../../functions/stages/assign-tiers/assign-tiers.ts';
import { buildFeatures } from '../../functions/stages/build-features/build-features.ts';
import { fitRunModel } from '../../functions/stages/fit-model/fit-model.ts';
import { duckdb } from '../../shared/adapters/duckdb/duckdb.ts';
import { type CleanTable, cleanColumns } from '../../shared/domain/intake/datasets/datasets.ts';
import { cleanFile, runFiles } from '../../shared/domain/run/runs.ts';
import { putParquet, type Row, readParquet, runningRun, type Services, startServices } from './services.ts';

const [FIRST, SECOND] = ['20260401T000000000Z-00000001', '20260401T000000000Z-00000002'];
const UPLOADS = ['20260401T000000000Z-aaaaaaaaaaaa', '20260402T000000000Z-bbbbbbbbbbbb'] as const;
const CUSTOMERS = 120;

type Clean = Row & { customer: number };

/** Clean rows of two uploads; the second has changed versions of some orders and interactions. */
function cleanData(): Record<'orders' | 'interactions' | 'feedback', Clean[]> {
  const random = randomLcg(0.42);
  const pick = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)] as Value;
  const moment = () => new Date(Date.UTC(2024, 3, 1) + random() * 729 * 86_400_000).toISOString().slice(0, 19);
  const rowsOf = (most: number, row: (number: number) => Row): Clean[] =>
    Array.from({ length: CUSTOMERS }, (_, customer) =>
      Array.from({ length: Math.floor(random() ** 2 * most) }, (_, number) =>
        UPLOADS.filter((_, at) => at === 0 || random() < 0.3).map((upload_id) => ({
          ...row(number),
          customer,
          customer_id: `c${customer}`,
          upload_id,
        })),
      ),
    ).flat(2);
  return {
    orders: rowsOf(24, (number) => ({
      order_id: String(Math.floor(number / 2)),
      ordered_at: moment(),
      amount: Math.round(random() * 20_000) / 100,
      kind: pick(['purchase', 'purchase', 'purchase', 'purchase', 'return', 'undone']),
      category: pick(['tea', 'cups', 'pots', null]),
      channel: pick(['web', 'shop', 'app']),
      region: pick(['North', 'South', null]),
    })),
    interactions: rowsOf(6, (number) => ({
      interaction_id: number % 2 === 0 ? String(number) : null,
      occurred_at: moment(),
      interaction: pick(['visit', 'mail', 'ticket', 'complaint']),
    })),
    feedback: rowsOf(4, (number) => ({
      response_id: number % 2 === 0 ? String(number) : null,
      answered_at: moment(),
      satisfaction: (100 * Math.floor(random() * 7)) / 6,
    })),
  };
}

let services: Services;
beforeEach(async () => {
  services = await startServices();
});
afterEach(() => services.close());

/** Runs the stages from clean rows to tiers in a new lake. @returns all customers by id */
async function tiersOf(
  runId: string,
  { buckets, threads, shuffle }: { buckets: number; threads: number; shuffle: (rows: Clean[]) => Clean[] },
): Promise<Row[]> {
  const withDatabase: Services['withDatabase'] = (work) =>
    duckdb(512)(async (database) => {
      await database.run(`set threads = ${threads}`);
      return work(database);
    });
  const own = { ...services, withDatabase };
  await own.lake.putJson(runFiles.policy(runId), { windowMonths: 18 });
  await own.runs.putRun(runningRun(runId, '2026-03-31'));
  const data = Object.entries(cleanData()) as [CleanTable, Clean[]][];
  const rows: Row[] = [];
  for (let bucket = 0; bucket < buckets; bucket++) {
    for (const [dataset, clean] of data) {
      for (const upload of UPLOADS) {
        const part = clean.filter(({ customer, upload_id }) => customer % buckets === bucket && upload_id === upload);
        const key = cleanFile(dataset, bucket, upload, 0);
        await putParquet(own, key, cleanColumns[dataset], shuffle(part));
      }
    }
    await buildFeatures({ runId, bucket }, own.as('stages/build-features'));
  }
  await fitRunModel({ runId }, own.as('stages/fit-model'));
  for (let bucket = 0; bucket < buckets; bucket++) {
    await assignTiers({ runId, bucket }, own.as('stages/assign-tiers'));
    rows.push(...(await readParquet(own, runFiles.tiers(runId, bucket))));
  }
  return rows.sort((a, b) => (a.customer_id < b.customer_id ? -1 : 1));
}

it('gives the same features, scores, segments, classes, clusters and tiers for any row order, bucket count and number of threads', async () => {
  const one = await tiersOf(FIRST, { buckets: 1, threads: 1, shuffle: (rows) => rows });
  await services.close();
  services = await startServices();
  const random = randomLcg(0.7);
  const shuffle = (rows: Clean[]) =>
    rows
      .map((row) => ({ row, place: random() }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ row }) => row);
  const three = await tiersOf(SECOND, { buckets: 3, threads: 4, shuffle });

  expect(one.length).toBeGreaterThan(100);
  expect(new Set(one.map(({ lifecycle }) => lifecycle)).size).toBeGreaterThan(3);
  expect(three).toEqual(one);
});

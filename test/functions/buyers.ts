import { assignTiers } from '../../functions/assign-tiers/assign-tiers.ts';
import { cluster } from '../../functions/cluster/cluster.ts';
import { modelSchema } from '../../shared/domain/model.ts';
import { runFiles } from '../../shared/domain/runs.ts';
import { putParquet, type Row, readParquet, runningRun, type Services } from './services.ts';

const columns = {
  customer_id: 'VARCHAR',
  orders: 'INTEGER',
  recency_days: 'INTEGER',
  monetary_total: 'DECIMAL(18,4)',
  monetary_mean: 'DECIMAL(18,4)',
  returns_total: 'DECIMAL(18,4)',
  first_order_at: 'TIMESTAMP',
  last_order_at: 'TIMESTAMP',
  x: 'INTEGER',
  t_x: 'DOUBLE',
  t: 'DOUBLE',
  region: 'VARCHAR',
  top_category: 'VARCHAR',
  top_channel: 'VARCHAR',
  customer_type: 'VARCHAR',
  signed_up_at: 'TIMESTAMP',
  attributes: 'VARCHAR',
  as_of: 'DATE',
};

export interface Buyer {
  customer_id: string;
  recency_days: number | null;
  orders: number;
  monetary_total: number;
}

export const buyer = (customer_id: string, recency_days: number, orders: number, monetary_total: number): Buyer => ({
  customer_id,
  recency_days,
  orders,
  monetary_total,
});

export const buyerWithoutOrders = (customer_id: string): Buyer => ({
  customer_id,
  recency_days: null,
  orders: 0,
  monetary_total: 0,
});

/** Five buyers whose value scores are calculated by hand in the tests of `assign-tiers`. */
export const fiveBuyers = [
  buyer('a', 5, 4, 500),
  buyer('b', 1, 5, 200),
  buyer('c', 3, 3, 300),
  buyer('d', 2, 1, 400),
  buyer('e', 4, 2, 100),
];

/** Writes a run's features, dealt into buckets in turn, as `build-features` leaves them. */
export async function putFeatures(
  services: Services,
  runId: string,
  asOf: string,
  buyers: readonly Buyer[],
  buckets = 1,
  policy: object = {},
): Promise<void> {
  await services.lake.putJson(runFiles.policy(runId), policy);
  await services.runs.putRun(runningRun(runId, asOf));
  for (let bucket = 0; bucket < buckets; bucket++) {
    const rows = buyers.filter((_, index) => index % buckets === bucket).map((row) => factsOf(row, asOf));
    await putParquet(services, runFiles.features(runId, bucket), columns, rows);
  }
}

function factsOf(row: Buyer, asOf: string): object {
  const mean = row.orders > 0 ? row.monetary_total / row.orders : null;
  return { ...row, monetary_mean: mean, returns_total: 0, t: row.recency_days, t_x: 0, x: 0, as_of: asOf };
}

export async function learn(services: Services, runId: string) {
  await cluster({ runId }, services);
  return modelSchema.parse(await services.lake.getJson(runFiles.model(runId)));
}

/** From features to tiers. @returns all customers, by their names */
export async function segment(
  services: Services,
  runId: string,
  asOf: string,
  buyers: readonly Buyer[],
  buckets = 1,
  policy: object = {},
): Promise<Row[]> {
  await putFeatures(services, runId, asOf, buyers, buckets, policy);
  await learn(services, runId);
  const rows: Row[] = [];
  for (let bucket = 0; bucket < buckets; bucket++) {
    await assignTiers({ runId, bucket }, services);
    rows.push(...(await readParquet(services, runFiles.tiers(runId, bucket))));
  }
  return rows.sort((a, b) => (a.customer_id < b.customer_id ? -1 : 1));
}

/** `count` buyers who differ in everything, the same every time. */
export const manyBuyers = (count: number): Buyer[] =>
  Array.from({ length: count }, (_, index) =>
    buyer(
      `c${String(index).padStart(3, '0')}`,
      (index * 37) % 101,
      1 + ((index * index) % 7),
      ((index * 7919) % 5000) / 10,
    ),
  );

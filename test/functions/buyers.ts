import { assignTiers } from '../../functions/stages/assign-tiers/assign-tiers.ts';
import { fitRunModel } from '../../functions/stages/fit-model/fit-model.ts';
import { modelSchema } from '../../shared/domain/model.ts';
import { runFiles } from '../../shared/domain/run/runs.ts';
import { featureColumns } from './feature-columns.ts';
import { putParquet, type Row, readParquet, runningRun, type Services } from './services.ts';

export interface Buyer {
  customer_id: string;
  recency_days: number | null;
  orders: number;
  monetary_total: number;
  /** Features that override the derived ones. */
  [feature: string]: unknown;
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

/** Five buyers whose value scores the tests of `assign-tiers` calculate by hand, with {@link byHand}. */
export const fiveBuyers = [
  buyer('a', 5, 4, 500),
  buyer('b', 1, 5, 200),
  buyer('c', 3, 3, 300),
  buyer('d', 2, 1, 400),
  buyer('e', 4, 2, 100),
];

/** A policy whose value score can be calculated by hand. */
export const byHand = { valueScore: { monetary_total: 0.5, orders: 0.25, recency_days: 0.25 } };

/** Writes a run's features as `build-features` does, distributing buyers over buckets in turn. */
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
    await putParquet(services, runFiles.features(runId, bucket), featureColumns, rows);
  }
}

/** All features of a customer with one purchase day, unless the buyer says otherwise. */
function factsOf(row: Buyer, asOf: string): object {
  const days = row.recency_days;
  return {
    monetary_mean: row.orders > 0 ? row.monetary_total / row.orders : null,
    purchases_total: row.monetary_total,
    returns_total: 0,
    recent_orders: row.orders,
    t: days,
    t_x: days === null ? null : 0,
    x: days === null ? null : 0,
    tenure_days: days,
    as_of: asOf,
    ...row,
  };
}

export async function learn(services: Services, runId: string, limits: { maxFittedBytes?: number } = {}) {
  await fitRunModel({ runId }, { ...services.as('stages/fit-model'), ...limits });
  return modelSchema.parse(await services.lake.getJson(runFiles.model(runId)));
}

/** Runs the stages from features to tiers. @returns all customers by id */
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
    await assignTiers({ runId, bucket }, services.as('stages/assign-tiers'));
    rows.push(...(await readParquet(services, runFiles.tiers(runId, bucket))));
  }
  return rows.sort((a, b) => (a.customer_id < b.customer_id ? -1 : 1));
}

/** `count` buyers that differ in every feature; deterministic. */
export const manyBuyers = (count: number): Buyer[] =>
  Array.from({ length: count }, (_, index) =>
    buyer(
      `c${String(index).padStart(3, '0')}`,
      (index * 37) % 101,
      1 + ((index * index) % 7),
      ((index * 7919) % 5000) / 10,
    ),
  );

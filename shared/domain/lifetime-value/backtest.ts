import { z } from 'zod';
import type { LifetimeValueModel } from './lifetime-value-model.ts';
import { orderForecaster } from './order-model.ts';
import type { PurchaseHistory } from './purchase-counts.ts';
import { spendForecaster } from './spend-model.ts';

/** Customers who had the same past at the cut and made the same number of purchases after it. */
export interface HoldoutRow extends PurchaseHistory {
  customers: number;
  /** What these customers together spent up to the cut. */
  spend: number;
  /** Purchase days of each of them after the cut. */
  ordersAfter: number;
  /** What they together spent after the cut. */
  spendAfter: number;
}

const comparisonSchema = z.object({
  /** Not whole where a decile ends within a row. */
  customers: z.number(),
  predicted_orders: z.number(),
  actual_orders: z.number(),
  naive_orders: z.number(),
  predicted_spend: z.number(),
  actual_spend: z.number(),
  naive_spend: z.number(),
});

/** Sums over customers: what was forecast, what came, and what going on as before would have been. */
export type Comparison = z.infer<typeof comparisonSchema>;

export const backtestSchema = z.object({
  /** Time between the cut and the end, in the model's unit. */
  horizon: z.number(),
  total: comparisonSchema,
  /** Tenths of the customers, those with the most predicted orders first. */
  deciles: z.array(comparisonSchema),
  /** Mean over customers of |forecast − actual| orders. */
  mean_absolute_error: z.object({ predicted: z.number(), naive: z.number() }),
});

export type Backtest = z.infer<typeof backtestSchema>;

const TENTHS = 10;

/**
 * Compares a model that was fitted on the past with what came after. The naive baseline lets every customer go on at his
 * past rate, x / t purchases per unit of time (0 where t is 0), at his past mean spend.
 *
 * Expected orders depend on (x, tX, t) alone and expected spend is linear in a customer's mean spend, so that rows
 * which join customers lose nothing.
 * @param model fitted on what was known at the cut
 * @param rows every customer known at the cut, in rows by distinct (x, tX, t, ordersAfter)
 * @param horizon time between the cut and the end, in the model's unit, positive
 */
export function backtest(model: LifetimeValueModel, rows: readonly HoldoutRow[], horizon: number): Backtest {
  const ordersOf = orderForecaster(model.orders, horizon, 0);
  const spendOf = spendForecaster(model.spend);
  const errors = { predicted: 0, naive: 0 };
  const predictions = Float64Array.from(rows, (row) => ordersOf(row).expectedOrders);
  const compared = rows.map(({ x, t, customers, spend, ordersAfter, spendAfter }, at): Comparison => {
    const meanSpend = spend / customers / (x + 1);
    const predicted = predictions[at] as number;
    const naive = t > 0 ? (x / t) * horizon : 0;
    errors.predicted += customers * Math.abs(predicted - ordersAfter);
    errors.naive += customers * Math.abs(naive - ordersAfter);
    return {
      customers,
      predicted_orders: customers * predicted,
      actual_orders: customers * ordersAfter,
      naive_orders: customers * naive,
      predicted_spend: customers * predicted * spendOf(x + 1, meanSpend).expectedSpend,
      actual_spend: spendAfter,
      naive_spend: customers * naive * meanSpend,
    };
  });
  const total = sumOf(compared);
  const mean = (sum: number) => (total.customers > 0 ? sum / total.customers : 0);
  return {
    horizon,
    total,
    deciles: tenths(compared, predictions, total.customers),
    mean_absolute_error: { predicted: mean(errors.predicted), naive: mean(errors.naive) },
  };
}

/**
 * Cuts the customers, ordered by what is predicted of each, into equal tenths; equals on a border give a share to both sides.
 * @param predictions orders a head, of each row
 */
function tenths(rows: readonly Comparison[], predictions: Float64Array, customers: number): Comparison[] {
  const deciles = Array.from({ length: customers > 0 ? TENTHS : 0 }, () => sumOf([]));
  const size = customers / TENTHS;
  const ordered = Uint32Array.from(rows.keys()).sort((a, b) => (predictions[b] as number) - (predictions[a] as number));
  let before = 0;
  for (let first = 0, end = 0; first < ordered.length; first = end) {
    const predicted = predictions[ordered[first] as number];
    do end++;
    while (end < ordered.length && predictions[ordered[end] as number] === predicted);
    const equals = sumOf(Array.from(ordered.subarray(first, end), (at) => rows[at] as Comparison));
    for (const [index, decile] of deciles.entries()) {
      const inside = Math.min(before + equals.customers, (index + 1) * size) - Math.max(before, index * size);
      if (inside > 0) add(decile, equals, inside / equals.customers);
    }
    before += equals.customers;
  }
  return deciles;
}

function sumOf(rows: readonly Comparison[]): Comparison {
  const sum = {
    ...{ customers: 0, predicted_orders: 0, actual_orders: 0, naive_orders: 0 },
    ...{ predicted_spend: 0, actual_spend: 0, naive_spend: 0 },
  };
  for (const row of rows) add(sum, row);
  return sum;
}

/** Adds a share of a row to a sum, in place. */
function add(sum: Comparison, row: Comparison, share = 1): void {
  sum.customers += row.customers * share;
  sum.predicted_orders += row.predicted_orders * share;
  sum.actual_orders += row.actual_orders * share;
  sum.naive_orders += row.naive_orders * share;
  sum.predicted_spend += row.predicted_spend * share;
  sum.actual_spend += row.actual_spend * share;
  sum.naive_spend += row.naive_spend * share;
}

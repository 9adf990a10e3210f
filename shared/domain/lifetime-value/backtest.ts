import { z } from 'zod';
import { at } from '../collections/indexing.ts';
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

/** Sums over customers: the forecast, the actual figures, and the naive forecast that everybody goes on as before. */
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
 * Compares a model that was fitted on the past with what came after. The naive baseline lets all customers go on at their
 * past rate, x / T purchases per unit of time (0 where T is 0), at their past mean spend.
 *
 * Expected orders depend on (x, t_x, T) alone and expected spend is linear in a customer's mean spend, so nothing is lost
 * by joining customers in rows.
 * @param model fitted on what was known at the cut
 * @param rows every customer known at the cut, in rows by distinct (x, t_x, T, ordersAfter)
 * @param horizon time between the cut and the end, in the model's unit, positive
 * @example
 * const counts = [{ x: 1, tX: 10, T: 20, customers: 4 }];
 * const model = fitLifetimeValue(counts, [{ purchases: 2, meanSpend: 30, customers: 4 }], { timeUnit: 'week' });
 * const { total } = backtest(model, [{ x: 1, tX: 10, T: 20, customers: 4, spend: 240, ordersAfter: 1, spendAfter: 130 }], 20);
 * [total.actual_orders, total.naive_orders, total.naive_spend] // => [4, 4, 120]
 * total.predicted_orders // => 4.235
 */
export function backtest(model: LifetimeValueModel, rows: readonly HoldoutRow[], horizon: number): Backtest {
  const forecastOrders = orderForecaster(model.orders, horizon, 0);
  const forecastSpend = spendForecaster(model.spend);
  const errors = { predicted: 0, naive: 0 };
  const predictions = Float64Array.from(rows, (row) => forecastOrders(row).expectedOrders);
  const compared = rows.map(({ x, T, customers, spend, ordersAfter, spendAfter }, index): Comparison => {
    const meanSpend = spend / customers / (x + 1);
    const predicted = at(predictions, index);
    const naive = T > 0 ? (x / T) * horizon : 0;
    errors.predicted += customers * Math.abs(predicted - ordersAfter);
    errors.naive += customers * Math.abs(naive - ordersAfter);
    return {
      customers,
      predicted_orders: customers * predicted,
      actual_orders: customers * ordersAfter,
      naive_orders: customers * naive,
      predicted_spend: customers * predicted * forecastSpend(x + 1, meanSpend).expectedSpend,
      actual_spend: spendAfter,
      naive_spend: customers * naive * meanSpend,
    };
  });
  const total = sumComparisons(compared);
  const mean = (sum: number) => (total.customers > 0 ? sum / total.customers : 0);
  return {
    horizon,
    total,
    deciles: tenths(compared, predictions, total.customers),
    mean_absolute_error: { predicted: mean(errors.predicted), naive: mean(errors.naive) },
  };
}

/**
 * Cuts the customers, ordered by predicted orders, into equal tenths; customers with equal predictions on a border are
 * shared between both sides.
 * @param predictions orders a head, of each row
 */
function tenths(rows: readonly Comparison[], predictions: Float64Array, customers: number): Comparison[] {
  const deciles = Array.from({ length: customers > 0 ? TENTHS : 0 }, () => sumComparisons([]));
  const size = customers / TENTHS;
  let before = 0;
  for (const equals of groupEqualPredictions(rows, predictions)) {
    for (const [index, decile] of deciles.entries()) {
      const inside = Math.min(before + equals.customers, (index + 1) * size) - Math.max(before, index * size);
      if (inside > 0) add(decile, equals, inside / equals.customers);
    }
    before += equals.customers;
  }
  return deciles;
}

/** Sums of the rows with equal predictions, the highest prediction first. */
function groupEqualPredictions(rows: readonly Comparison[], predictions: Float64Array): Comparison[] {
  const groups = new Map<number, Comparison>();
  for (const [index, row] of rows.entries()) {
    const predicted = at(predictions, index);
    const group = groups.get(predicted) ?? sumComparisons([]);
    add(group, row);
    groups.set(predicted, group);
  }
  return [...groups].sort(([one], [other]) => other - one).map(([, group]) => group);
}

function sumComparisons(rows: readonly Comparison[]): Comparison {
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

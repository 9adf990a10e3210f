import { z } from 'zod';
import { at } from '../collections/indexing.ts';
import type { LifetimeValueModel } from './lifetime-value-model.ts';
import { orderForecaster } from './order-model.ts';
import type { PurchaseHistory } from './purchase-counts.ts';
import { spendForecaster } from './spend-model.ts';

/** Customers with the same history at the cut and the same number of purchase days after it. */
export interface HoldoutRow extends PurchaseHistory {
  customers: number;
  /** Total spend of these customers up to the cut. */
  spend: number;
  /** Purchase days of each customer after the cut. */
  ordersAfter: number;
  /** Total spend of these customers after the cut. */
  spendAfter: number;
}

const comparisonSchema = z.object({
  /** Not whole when the border of a decile splits a row. */
  customers: z.number(),
  predicted_orders: z.number(),
  actual_orders: z.number(),
  naive_orders: z.number(),
  predicted_spend: z.number(),
  actual_spend: z.number(),
  naive_spend: z.number(),
});

/** Sums over customers: the forecast, the actual figures, and a naive forecast at each customer's past rate. */
export type Comparison = z.infer<typeof comparisonSchema>;

export const backtestSchema = z.object({
  /** Time from the cut to the end, in the model's unit. */
  horizon: z.number(),
  total: comparisonSchema,
  /** Ten groups of equally many customers, those with the most predicted orders first. */
  deciles: z.array(comparisonSchema),
  /** Mean over customers of |forecast − actual| orders. */
  mean_absolute_error: z.object({ predicted: z.number(), naive: z.number() }),
});

export type Backtest = z.infer<typeof backtestSchema>;

const DECILES = 10;

/**
 * Compares the forecast of a model fitted at the cut with the purchases after it. The naive baseline assumes that all
 * customers continue at their past rate, x / T purchases per unit of time (0 if T is 0), and their past mean spend.
 *
 * Expected orders depend only on (x, t_x, T), and expected spend is linear in the mean spend, so grouping customers into
 * rows does not change the sums.
 * @param model model fitted to the data up to the cut
 * @param rows every customer known at the cut, grouped by (x, t_x, T, ordersAfter)
 * @param horizon time from the cut to the end, in the model's unit, positive
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
    deciles: splitIntoDeciles(compared, predictions, total.customers),
    mean_absolute_error: { predicted: mean(errors.predicted), naive: mean(errors.naive) },
  };
}

/**
 * Splits the customers, sorted by predicted orders, into ten equal groups. Customers with equal predictions at a border are
 * divided proportionally between both sides.
 * @param predictions predicted orders per customer, for each row
 */
function splitIntoDeciles(rows: readonly Comparison[], predictions: Float64Array, customers: number): Comparison[] {
  const deciles = Array.from({ length: customers > 0 ? DECILES : 0 }, () => sumComparisons([]));
  const size = customers / DECILES;
  let start = 0;
  for (const group of groupEqualPredictions(rows, predictions)) {
    for (const [index, decile] of deciles.entries()) {
      const overlap = Math.min(start + group.customers, (index + 1) * size) - Math.max(start, index * size);
      if (overlap > 0) add(decile, group, overlap / group.customers);
    }
    start += group.customers;
  }
  return deciles;
}

/** Sums the rows with equal predictions; the highest prediction comes first. */
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

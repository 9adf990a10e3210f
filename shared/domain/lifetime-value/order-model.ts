import { type BgNbdParameters, bgNbdNames } from './bg-nbd.ts';
import { bgNbdForecaster, type OrderForecast } from './bg-nbd-forecast.ts';
import { discountNodes } from './discounting.ts';
import { fitBgNbd } from './fit-bg-nbd.ts';
import { fittedParameters, logDeviation } from './fitted-parameters.ts';
import type { OrderModel } from './lifetime-value-model.ts';
import {
  checkHistory,
  checkPurchaseCounts,
  type PurchaseCount,
  type PurchaseHistory,
  purchaseTotals,
} from './purchase-counts.ts';

export interface OrderModelOptions {
  seed: number;
  /** Customers needed to fit BG/NBD. */
  minCustomers: number;
  /** Repeat buyers needed to fit BG/NBD. */
  minRepeatBuyers: number;
}

/**
 * Fits BG/NBD, or falls back to the pooled rate and gives the reason.
 * @param rows one per distinct history
 * @throws {RangeError} when a row is an impossible history
 * @example
 * const rows = [{ x: 0, tX: 0, T: 50, customers: 8 }, { x: 1, tX: 10, T: 50, customers: 2 }];
 * const { method, reason, rate } = fitOrders(rows, { seed: 1, minCustomers: 100, minRepeatBuyers: 30 });
 * [method, reason] // => ['pooled-rate', 'too few customers']
 * rate // => 0.005
 */
export function fitOrders(rows: readonly PurchaseCount[], options: OrderModelOptions): OrderModel {
  checkPurchaseCounts(rows);
  const { customers, repeatBuyers, repeatPurchases, customerTime } = purchaseTotals(rows);
  const pooled = (reason: Extract<OrderModel, { method: 'pooled-rate' }>['reason']): OrderModel => ({
    method: 'pooled-rate',
    reason,
    customers,
    repeat_buyers: repeatBuyers,
    rate: customerTime > 0 ? (repeatPurchases + 0.5) / customerTime : 0,
    rate_log_deviation: 1 / Math.sqrt(repeatPurchases + 0.5),
  });
  if (customers < Math.max(1, options.minCustomers)) return pooled('too few customers');
  if (repeatBuyers === 0) return pooled('no repeat buyers');
  if (repeatBuyers < options.minRepeatBuyers) return pooled('too few repeat buyers');
  const fit = fitBgNbd(rows, options.seed);
  if (!fit.converged) return pooled('fit failed');
  return { method: 'bg-nbd', customers, repeat_buyers: repeatBuyers, ...fittedParameters(bgNbdNames, fit) };
}

/**
 * Returns a function that forecasts a customer's orders by a model.
 * @param horizon in the model's unit of time, positive
 * @param discountRate continuous rate per unit of time, at least 0
 * @returns a function of a customer's history, which throws a RangeError for an impossible history
 * @example
 * const counts = { reason: 'no repeat buyers', customers: 9, repeat_buyers: 0 };
 * const model = { method: 'pooled-rate', rate: 0.1, rate_log_deviation: 0.5, ...counts };
 * orderForecaster(model, 10, 0)({ x: 1, tX: 4, T: 10 }).expectedOrders // => 1
 */
export function orderForecaster(
  model: OrderModel,
  horizon: number,
  discountRate: number,
): (history: PurchaseHistory) => OrderForecast {
  if (model.method === 'pooled-rate') return pooledForecaster(model, horizon, discountRate);
  const forecast = bgNbdForecaster(model.parameters satisfies BgNbdParameters, horizon, discountRate);
  return (history) => {
    const { slope, probabilityAlive, probabilityOfOrder, expectedOrders, discountedOrders } = forecast(history);
    const deviation = logDeviation(slope, model.covariance);
    return { probabilityAlive, probabilityOfOrder, expectedOrders, discountedOrders, logDeviation: deviation };
  };
}

/**
 * The estimate that replaces BG/NBD: the customer's own rate, shrunk towards the pooled rate by one additional purchase at
 * that rate, (x + 1) / (T + 1/rate). It has no drop-out. P(alive) is the probability that an active customer with this
 * history up to t_x makes no purchase until T, ((t_x + 1/rate) / (T + 1/rate))^(x+1).
 */
function pooledForecaster(
  { rate, rate_log_deviation }: Extract<OrderModel, { method: 'pooled-rate' }>,
  horizon: number,
  discountRate: number,
): (history: PurchaseHistory) => OrderForecast {
  const discountedTime = discountNodes(horizon, discountRate).reduce((sum, { time, weight }) => sum + weight * time, 0);
  return (history) => {
    checkHistory(history);
    const { x, tX, T } = history;
    const customerRate = ((x + 1) * rate) / (1 + rate * T);
    return {
      probabilityAlive: Math.exp(-(x + 1) * Math.log1p((rate * (T - tX)) / (1 + rate * tX))),
      probabilityOfOrder: -Math.expm1(-(x + 1) * Math.log1p((rate * horizon) / (1 + rate * T))),
      expectedOrders: customerRate * horizon,
      discountedOrders: customerRate * discountedTime,
      logDeviation: rate_log_deviation / (1 + rate * T),
    };
  };
}

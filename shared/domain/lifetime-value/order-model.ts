import { type BgNbdParameters, bgNbdNames, fitBgNbd } from './bg-nbd.ts';
import { bgNbdForecaster, type OrderForecast } from './bg-nbd-forecast.ts';
import { discounting } from './discounting.ts';
import { fittedParameters, logDeviation } from './fitted-parameters.ts';
import type { OrderModel } from './lifetime-value-model.ts';
import {
  checkHistory,
  checkPurchaseCounts,
  type PurchaseCount,
  type PurchaseHistory,
  totalsOf,
} from './purchase-counts.ts';

export interface OrderModelOptions {
  seed: number;
  /** Fewer customers than this, and BG/NBD is not fitted. */
  minCustomers: number;
  /** Fewer customers with a repeat purchase than this, and BG/NBD is not fitted. */
  minRepeatBuyers: number;
}

/**
 * Fits BG/NBD, or says why not.
 * @param rows one per distinct history
 */
export function fitOrders(rows: readonly PurchaseCount[], options: OrderModelOptions): OrderModel {
  checkPurchaseCounts(rows);
  const { customers, repeatBuyers, repeatPurchases, customerTime } = totalsOf(rows);
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
 * Forecasts customers by a model.
 * @param horizon in the model's unit of time, positive
 * @param discountRate continuous, per that unit
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
 * The estimate that stands in for BG/NBD: the customer's own rate, drawn towards the rate of all as if one more purchase
 * at that rate had been seen, (x + 1) / (t + 1/rate). Nobody drops out in it; for P(alive) stands the probability that a
 * customer with this past up to tX stays silent until t without having left.
 */
function pooledForecaster(
  { rate, rate_log_deviation }: Extract<OrderModel, { method: 'pooled-rate' }>,
  horizon: number,
  discountRate: number,
): (history: PurchaseHistory) => OrderForecast {
  const { times, weights } = discounting(horizon, discountRate);
  const discounted = times.reduce((sum, time, index) => sum + time * (weights[index] as number), 0);
  return (history) => {
    checkHistory(history);
    const { x, tX, t } = history;
    const own = ((x + 1) * rate) / (1 + rate * t);
    return {
      probabilityAlive: Math.exp(-(x + 1) * Math.log1p((rate * (t - tX)) / (1 + rate * tX))),
      probabilityOfOrder: -Math.expm1(-(x + 1) * Math.log1p((rate * horizon) / (1 + rate * t))),
      expectedOrders: own * horizon,
      discountedOrders: own * discounted,
      logDeviation: rate_log_deviation / (1 + rate * t),
    };
  };
}

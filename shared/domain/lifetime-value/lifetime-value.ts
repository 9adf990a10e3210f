import type { OrderForecast } from './bg-nbd-forecast.ts';
import type { SpendCount } from './gamma-gamma.ts';
import type { LifetimeValueModel, TimeUnit } from './lifetime-value-model.ts';
import { fitOrders, type OrderModelOptions, orderForecaster } from './order-model.ts';
import type { PurchaseCount, PurchaseHistory } from './purchase-counts.ts';
import { fitSpend, type SpendForecast, type SpendModelOptions, spendForecaster } from './spend-model.ts';

export type LifetimeValueOptions = { timeUnit: TimeUnit } & Partial<OrderModelOptions & SpendModelOptions>;

/** The history and spend of a customer to score. */
export interface Customer extends PurchaseHistory {
  /** Mean spend per purchase day over all x + 1 days; null when unknown. */
  meanSpend: number | null;
}

/** The horizon and discount rate for future spend. */
export interface Terms {
  horizonMonths: number;
  /** Effective annual rate, 0.1 for 10 %, applied by continuous discounting. */
  annualDiscountRate: number;
}

export interface LifetimeValue extends Omit<OrderForecast, 'logDeviation' | 'discountedOrders'> {
  /** Methods for orders and spend. Methods other than `bg-nbd+gamma-gamma` are simpler estimates; the model has the reason. */
  method: `${LifetimeValueModel['orders']['method']}+${LifetimeValueModel['spend']['method']}`;
  /** Expected spend of one future purchase. */
  expectedSpend: number;
  /** Discounted expected spend over the horizon, in the currency of the data. */
  clv: number;
  /** 95 % interval of clv due to the uncertainty of the parameters; it does not include a customer's individual variation. */
  clvLow: number;
  clvHigh: number;
}

const DAYS_PER_YEAR = 365.25;
export const daysInUnit: Record<TimeUnit, number> = { day: 1, week: 7 };
/** The 0.975 quantile of the standard normal distribution: half the width of a 95 % interval in standard deviations. */
export const Z_975 = 1.959963984540054;

export const fittingDefaults = { seed: 42, minCustomers: 100, minRepeatBuyers: 30, maxSpendCorrelation: 0.3 };

/**
 * Fits the models of orders and spend. If one cannot be fitted, a simpler estimate replaces it, with the reason.
 * @param counts customers by distinct (x, t_x, T)
 * @param spends customers by distinct (purchase days x + 1, mean spend per purchase day)
 * @throws {RangeError} when a row is impossible for any customer
 * @example
 * const counts = [{ x: 0, tX: 0, T: 30, customers: 9 }];
 * const spends = [{ purchases: 1, meanSpend: 20, customers: 9 }];
 * const { orders, spend } = fitLifetimeValue(counts, spends, { timeUnit: 'week' });
 * [orders.reason, spend.mean] // => ['too few customers', 20]
 */
export function fitLifetimeValue(
  counts: readonly PurchaseCount[],
  spends: readonly SpendCount[],
  { timeUnit, ...options }: LifetimeValueOptions,
): LifetimeValueModel {
  const settings = { ...fittingDefaults, ...options };
  return { time_unit: timeUnit, orders: fitOrders(counts, settings), spend: fitSpend(spends, settings) };
}

/**
 * Returns a function that computes a customer's lifetime value. The forecast of orders takes most of the time and depends
 * only on (x, t_x, T). If many customers share these, call {@link orderForecaster} once per history and combine it with
 * {@link spendForecaster} by {@link combineForecasts}, as shared/pipeline/model/lifetime-values.sql does.
 * @example
 * const counts = [{ x: 0, tX: 0, T: 30, customers: 9 }];
 * const model = fitLifetimeValue(counts, [{ purchases: 1, meanSpend: 20, customers: 9 }], { timeUnit: 'week' });
 * const score = lifetimeValueScorer(model, { horizonMonths: 12, annualDiscountRate: 0.1 });
 * score({ x: 0, tX: 0, T: 30, meanSpend: 20 }).clv // => 1.7463
 */
export function lifetimeValueScorer(model: LifetimeValueModel, terms: Terms): (customer: Customer) => LifetimeValue {
  const { horizon, discountRate } = termsInUnits(terms, model.time_unit);
  const forecastOrders = orderForecaster(model.orders, horizon, discountRate);
  const forecastSpend = spendForecaster(model.spend);
  const method = lifetimeValueMethod(model);
  return ({ meanSpend, ...history }) => ({
    method,
    ...combineForecasts(forecastOrders(history), forecastSpend(meanSpend === null ? 0 : history.x + 1, meanSpend ?? 0)),
  });
}

/**
 * Returns the methods that estimated orders and spend.
 * @example
 * lifetimeValueMethod({ orders: { method: 'bg-nbd' }, spend: { method: 'pooled-mean' } }) // => 'bg-nbd+pooled-mean'
 */
export const lifetimeValueMethod = ({ orders, spend }: LifetimeValueModel): LifetimeValue['method'] =>
  `${orders.method}+${spend.method}`;

/**
 * Combines the forecasts of orders and spend: clv = discounted orders × expected spend, with a 95 % interval that is
 * symmetric in ln(clv).
 * @returns clv in the currency of the spend
 * @example
 * const orders = { probabilityAlive: 1, probabilityOfOrder: 0.8, expectedOrders: 2.1, discountedOrders: 2, logDeviation: 0.3 };
 * const { clv, clvLow, clvHigh } = combineForecasts(orders, { expectedSpend: 50, logDeviation: 0.4 });
 * [clv, clvLow, clvHigh] // => [100, 37.53, 266.44]
 */
export function combineForecasts(orders: OrderForecast, spend: SpendForecast): Omit<LifetimeValue, 'method'> {
  const { discountedOrders, logDeviation, ...forecast } = orders;
  const clv = discountedOrders * spend.expectedSpend;
  const factor = Math.exp(Z_975 * Math.sqrt(logDeviation * logDeviation + spend.logDeviation * spend.logDeviation));
  return { ...forecast, expectedSpend: spend.expectedSpend, clv, clvLow: clv / factor, clvHigh: clv * factor };
}

/**
 * Converts terms to a model's unit of time; a month is a twelfth of 365.25 days.
 * @returns the horizon in units of time, and the continuous discount rate per unit
 * @example
 * termsInUnits({ horizonMonths: 12, annualDiscountRate: 0.1 }, 'week') // => { horizon: 52.179, discountRate: 0.001827 }
 */
export function termsInUnits({ horizonMonths, annualDiscountRate }: Terms, timeUnit: TimeUnit) {
  const unitsPerYear = DAYS_PER_YEAR / daysInUnit[timeUnit];
  return {
    horizon: (horizonMonths / 12) * unitsPerYear,
    discountRate: Math.log1p(annualDiscountRate) / unitsPerYear,
  };
}

import type { OrderForecast } from './bg-nbd-forecast.ts';
import type { SpendCount } from './gamma-gamma.ts';
import type { LifetimeValueModel, TimeUnit } from './lifetime-value-model.ts';
import { fitOrders, type OrderModelOptions, orderForecaster } from './order-model.ts';
import type { PurchaseCount, PurchaseHistory } from './purchase-counts.ts';
import { fitSpend, type SpendForecast, type SpendModelOptions, spendForecaster } from './spend-model.ts';

export type LifetimeValueOptions = { timeUnit: TimeUnit } & Partial<OrderModelOptions & SpendModelOptions>;

/** A customer to score. */
export interface Customer extends PurchaseHistory {
  /** Mean spend of a purchase day, over all x + 1 of them; null where it is not known. */
  meanSpend: number | null;
}

/** What future spend is counted, and how. */
export interface Terms {
  horizonMonths: number;
  /** Effective rate per year, 0.1 for 10 %; money that comes in continuously is discounted continuously. */
  annualDiscountRate: number;
}

export interface LifetimeValue extends Omit<OrderForecast, 'logDeviation' | 'discountedOrders'> {
  /** How orders and spend were estimated: anything but `bg-nbd+gamma-gamma` is a simpler estimate, with its reason in the model. */
  method: `${LifetimeValueModel['orders']['method']}+${LifetimeValueModel['spend']['method']}`;
  /** Of one future purchase. */
  expectedSpend: number;
  /** Discounted expected spend over the horizon, in the unit of the spends. */
  clv: number;
  /** 95 % interval of clv, as far as the parameters are uncertain; a customer's own luck comes on top. */
  clvLow: number;
  clvHigh: number;
}

const DAYS_PER_YEAR = 365.25;
export const daysInUnit: Record<TimeUnit, number> = { day: 1, week: 7 };
/** Half the width of a 95 % interval in standard deviations. */
export const DEVIATIONS = 1.959963984540054;

export const fittingDefaults = { seed: 42, minCustomers: 100, minRepeatBuyers: 30, maxSpendCorrelation: 0.3 };

/**
 * Fits both halves of lifetime value; each that cannot be fitted is replaced by a simpler estimate that says why.
 * @param counts customers by distinct (x, tX, t)
 * @param spends customers by distinct (purchase days x + 1, mean spend of a purchase day)
 * @throws {RangeError} when a row says what no customer can be
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
 * A function that scores customers by a model. Its work is in the orders, which depend on (x, tX, t) alone; where many
 * customers share these, take {@link orderForecaster} and {@link spendForecaster} apart and join them by
 * {@link lifetimeValueOf}, as shared/pipeline/model/lifetime-values.sql does for all customers at once.
 */
export function lifetimeValueScorer(model: LifetimeValueModel, terms: Terms): (customer: Customer) => LifetimeValue {
  const { horizon, discountRate } = inUnits(terms, model.time_unit);
  const ordersOf = orderForecaster(model.orders, horizon, discountRate);
  const spendOf = spendForecaster(model.spend);
  const method = methodOf(model);
  return ({ meanSpend, ...history }) => ({
    method,
    ...lifetimeValueOf(ordersOf(history), spendOf(meanSpend === null ? 0 : history.x + 1, meanSpend ?? 0)),
  });
}

export const methodOf = ({ orders, spend }: LifetimeValueModel): LifetimeValue['method'] =>
  `${orders.method}+${spend.method}`;

/** Joins the two halves: clv = discounted orders × spend of one, with an interval that is symmetric in its log. */
export function lifetimeValueOf(orders: OrderForecast, spend: SpendForecast): Omit<LifetimeValue, 'method'> {
  const { discountedOrders, logDeviation, ...shown } = orders;
  const clv = discountedOrders * spend.expectedSpend;
  const factor = Math.exp(
    DEVIATIONS * Math.sqrt(logDeviation * logDeviation + spend.logDeviation * spend.logDeviation),
  );
  return { ...shown, expectedSpend: spend.expectedSpend, clv, clvLow: clv / factor, clvHigh: clv * factor };
}

/** The terms in a model's unit of time; a month is a twelfth of 365.25 days. */
export function inUnits({ horizonMonths, annualDiscountRate }: Terms, timeUnit: TimeUnit) {
  const unitsPerYear = DAYS_PER_YEAR / daysInUnit[timeUnit];
  return {
    horizon: (horizonMonths / 12) * unitsPerYear,
    discountRate: Math.log1p(annualDiscountRate) / unitsPerYear,
  };
}

import { z } from 'zod';
import { backtestSchema } from './backtest.ts';
import { lifetimeValueMethod, type Terms } from './lifetime-value.ts';
import { lifetimeValueModelSchema } from './lifetime-value-model.ts';

/** The lifetime value model of a run, as stored in `model.json`. */
export const fittedLifetimeValueSchema = lifetimeValueModelSchema.extend({
  horizon_months: z.number(),
  annual_discount_rate: z.number(),
  seed: z.number(),
  /** Customers with at least one purchase. The model may be fitted to a sample of them. */
  buyers_ever: z.number().int(),
  /** The model fitted to the data up to the cut, compared with the time after it. */
  backtest: backtestSchema.extend({ cut: z.string(), model: lifetimeValueModelSchema }).nullable(),
  no_backtest: z.enum(['switched off', 'history too short']).nullable(),
});

export type FittedLifetimeValue = z.infer<typeof fittedLifetimeValueSchema>;

/**
 * Returns the horizon and discount rate of a run's lifetime value.
 * @example
 * valuationTerms({ horizon_months: 12, annual_discount_rate: 0.1 }) // => { horizonMonths: 12, annualDiscountRate: 0.1 }
 */
export const valuationTerms = ({ horizon_months, annual_discount_rate }: FittedLifetimeValue): Terms => ({
  horizonMonths: horizon_months,
  annualDiscountRate: annual_discount_rate,
});

/**
 * Returns the figures for a run's summary: the method, the reasons for any simpler estimate, and the backtest.
 * @example
 * const orders = { method: 'pooled-rate', reason: 'no repeat buyers' };
 * const fitted = { orders, spend: { method: 'gamma-gamma' }, horizon_months: 12, backtest: null, no_backtest: 'switched off' };
 * const { method, reasons } = lifetimeValueFigures(fitted);
 * method // => 'pooled-rate+gamma-gamma'
 * reasons // => ['no repeat buyers']
 */
export function lifetimeValueFigures(fitted: FittedLifetimeValue) {
  const { orders, spend, horizon_months, backtest, no_backtest } = fitted;
  return {
    horizon_months,
    method: lifetimeValueMethod(fitted),
    reasons: [orders, spend].flatMap((model) => ('reason' in model ? [model.reason] : [])),
    backtest: backtest && {
      cut: backtest.cut,
      method: lifetimeValueMethod(backtest.model),
      total: backtest.total,
      mean_absolute_error: backtest.mean_absolute_error,
    },
    no_backtest,
  };
}

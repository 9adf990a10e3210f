import { z } from 'zod';
import { backtestSchema } from './backtest.ts';
import { lifetimeValueMethod, type Terms } from './lifetime-value.ts';
import { lifetimeValueModelSchema } from './lifetime-value-model.ts';

/** What a run fitted of lifetime value, as `model.json` keeps it. */
export const fittedLifetimeValueSchema = lifetimeValueModelSchema.extend({
  horizon_months: z.number(),
  annual_discount_rate: z.number(),
  seed: z.number(),
  /** Customers who ever bought; the model says how many of them it was fitted to. */
  buyers_ever: z.number().int(),
  /** The same fit on what was known at the cut, compared with the time after it. */
  backtest: backtestSchema.extend({ cut: z.string(), model: lifetimeValueModelSchema }).nullable(),
  no_backtest: z.enum(['switched off', 'history too short']).nullable(),
});

export type FittedLifetimeValue = z.infer<typeof fittedLifetimeValueSchema>;

/**
 * The terms that a run valued customers by.
 * @example
 * valuationTerms({ horizon_months: 12, annual_discount_rate: 0.1 }) // => { horizonMonths: 12, annualDiscountRate: 0.1 }
 */
export const valuationTerms = ({ horizon_months, annual_discount_rate }: FittedLifetimeValue): Terms => ({
  horizonMonths: horizon_months,
  annualDiscountRate: annual_discount_rate,
});

/**
 * The figures for a run's summary: the method, the reasons for a simpler one, and how the backtest came out.
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
    reasons: [orders, spend].flatMap((half) => ('reason' in half ? [half.reason] : [])),
    backtest: backtest && {
      cut: backtest.cut,
      method: lifetimeValueMethod(backtest.model),
      total: backtest.total,
      mean_absolute_error: backtest.mean_absolute_error,
    },
    no_backtest,
  };
}

import { z } from 'zod';
import { backtestSchema } from './backtest.ts';
import { methodOf, type Terms } from './lifetime-value.ts';
import { lifetimeValueModelSchema } from './lifetime-value-model.ts';

/** What a run has learnt about lifetime value, as `model.json` keeps it. */
export const learntLifetimeValueSchema = lifetimeValueModelSchema.extend({
  horizon_months: z.number(),
  annual_discount_rate: z.number(),
  seed: z.number(),
  /** Customers who ever bought; the model says how many of them it was fitted to. */
  buyers_ever: z.number().int(),
  /** The same fit on what was known at the cut, and what it said of the time after. */
  backtest: backtestSchema.extend({ cut: z.string(), model: lifetimeValueModelSchema }).nullable(),
  no_backtest: z.enum(['switched off', 'history too short']).nullable(),
});

export type LearntLifetimeValue = z.infer<typeof learntLifetimeValueSchema>;

export const termsOf = ({ horizon_months, annual_discount_rate }: LearntLifetimeValue): Terms => ({
  horizonMonths: horizon_months,
  annualDiscountRate: annual_discount_rate,
});

/** What is worth telling of it: how it was estimated, why not better, and how well the same did in the past. */
export function lifetimeValueFigures(learnt: LearntLifetimeValue) {
  const { orders, spend, horizon_months, backtest, no_backtest } = learnt;
  return {
    horizon_months,
    method: methodOf(learnt),
    reasons: [orders, spend].flatMap((half) => ('reason' in half ? [half.reason] : [])),
    backtest: backtest && {
      cut: backtest.cut,
      method: methodOf(backtest.model),
      total: backtest.total,
      mean_absolute_error: backtest.mean_absolute_error,
    },
    no_backtest,
  };
}

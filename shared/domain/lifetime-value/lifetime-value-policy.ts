import { z } from 'zod';
import { fittingDefaults } from './lifetime-value.ts';

/** What lifetime value counts, and how it is learnt. */
export const lifetimeValuePolicySchema = z
  .strictObject({
    /** Months ahead that spend is expected for, and that the backtest looks back. */
    horizonMonths: z.number().positive().max(120).default(12),
    /** What money to come loses a year: 0.1 for 10 %. */
    annualDiscountRate: z.number().min(0).max(1).default(0.1),
    /** Fewer customers than this, and simpler estimates are taken. */
    minCustomers: z.number().int().min(1).default(fittingDefaults.minCustomers),
    /** Fewer customers with a repeat purchase than this, and simpler estimates are taken. */
    minRepeatBuyers: z.number().int().min(1).default(fittingDefaults.minRepeatBuyers),
    /** Gamma-Gamma takes spend and frequency as independent: beyond this correlation, either way, it is not used. */
    maxSpendCorrelation: z.number().min(0).max(1).default(fittingDefaults.maxSpendCorrelation),
    /** Customers that are fitted to; all are scored. */
    sampleSize: z.number().int().min(1000).default(1_000_000),
    /** Whether a fit on the past, up to the horizon before `asOf`, is compared with what came. */
    backtest: z.boolean().default(true),
    /** Of the scattered starts of the fit. */
    seed: z.number().int().default(fittingDefaults.seed),
  })
  .prefault({});

export type LifetimeValuePolicy = z.infer<typeof lifetimeValuePolicySchema>;

/** Whole days of the horizon, which the backtest keeps back; null without a backtest. */
export const holdoutDays = ({ backtest, horizonMonths }: LifetimeValuePolicy): number | null =>
  backtest ? Math.round((horizonMonths / 12) * 365.25) : null;

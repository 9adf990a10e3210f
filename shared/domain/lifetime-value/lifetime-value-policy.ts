import { z } from 'zod';
import { fittingDefaults } from './lifetime-value.ts';

export const lifetimeValuePolicySchema = z
  .strictObject({
    horizonMonths: z
      .number()
      .positive()
      .max(120)
      .default(12)
      .describe('Months ahead that spend is expected for, and that the backtest looks back'),
    annualDiscountRate: z.number().min(0).max(1).default(0.1).describe('What money to come loses a year: 0.1 for 10 %'),
    minCustomers: z
      .number()
      .int()
      .min(1)
      .default(fittingDefaults.minCustomers)
      .describe('Fewer customers than this, and simpler estimates are taken'),
    minRepeatBuyers: z
      .number()
      .int()
      .min(1)
      .default(fittingDefaults.minRepeatBuyers)
      .describe('Fewer customers with a repeat purchase than this, and simpler estimates are taken'),
    maxSpendCorrelation: z
      .number()
      .min(0)
      .max(1)
      .default(fittingDefaults.maxSpendCorrelation)
      .describe(
        'Gamma-Gamma takes spend and frequency as independent: beyond this correlation, either way, it is not used',
      ),
    sampleSize: z.number().int().min(1000).default(1_000_000).describe('Customers that are fitted to; all are scored'),
    backtest: z
      .boolean()
      .default(true)
      .describe('Whether a fit on the past, up to the horizon before `asOf`, is compared with what came'),
    seed: z.number().int().default(fittingDefaults.seed).describe('Of the scattered starts of the fit'),
  })
  .prefault({})
  .describe('What lifetime value counts, and how it is learnt');

export type LifetimeValuePolicy = z.infer<typeof lifetimeValuePolicySchema>;

/** Whole days of the horizon, which the backtest keeps back; null without a backtest. */
export const holdoutDays = ({ backtest, horizonMonths }: LifetimeValuePolicy): number | null =>
  backtest ? Math.round((horizonMonths / 12) * 365.25) : null;

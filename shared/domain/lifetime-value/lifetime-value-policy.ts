import { z } from 'zod';
import { fittingDefaults } from './lifetime-value.ts';

export const lifetimeValuePolicySchema = z
  .strictObject({
    horizonMonths: z
      .number()
      .positive()
      .max(120)
      .default(12)
      .describe('Horizon in months: how far ahead spend is forecast, and how much history the backtest holds out'),
    annualDiscountRate: z
      .number()
      .min(0)
      .max(1)
      .default(0.1)
      .describe('Annual discount rate for future spend: 0.1 for 10 %'),
    minCustomers: z
      .number()
      .int()
      .min(1)
      .default(fittingDefaults.minCustomers)
      .describe('With fewer customers than this, simpler estimates replace the models'),
    minRepeatBuyers: z
      .number()
      .int()
      .min(1)
      .default(fittingDefaults.minRepeatBuyers)
      .describe('With fewer repeat buyers than this, simpler estimates replace the models'),
    maxSpendCorrelation: z
      .number()
      .min(0)
      .max(1)
      .default(fittingDefaults.maxSpendCorrelation)
      .describe(
        'Gamma-gamma assumes that spend and frequency are independent: beyond this correlation, positive or negative, it is not used',
      ),
    sampleSize: z
      .number()
      .int()
      .min(1000)
      .default(1_000_000)
      .describe('Customers in the sample that the models are fitted to; all customers are scored'),
    backtest: z
      .boolean()
      .default(true)
      .describe(
        'Whether to fit on history that ends one horizon before `as_of` and compare the forecast with what happened',
      ),
    seed: z.number().int().default(fittingDefaults.seed).describe('Seed for the starting points of the fit'),
  })
  .prefault({})
  .describe('What lifetime value covers and how its models are fitted');

export type LifetimeValuePolicy = z.infer<typeof lifetimeValuePolicySchema>;

/**
 * Returns the days that the backtest holds out, the horizon rounded to whole days; null without a backtest.
 * @example
 * holdoutDays({ backtest: true, horizonMonths: 12 }) // => 365
 * holdoutDays({ backtest: false, horizonMonths: 12 }) // => null
 */
export const holdoutDays = ({ backtest, horizonMonths }: LifetimeValuePolicy): number | null =>
  backtest ? Math.round((horizonMonths / 12) * 365.25) : null;

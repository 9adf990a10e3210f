import { z } from 'zod';
import { bgNbdNames } from './bg-nbd.ts';
import { fittedSchema } from './fitted-parameters.ts';
import { gammaGammaNames } from './gamma-gamma.ts';

const buyers = { customers: z.number(), repeat_buyers: z.number() };

/** The model of orders: BG/NBD, or the pooled rate if BG/NBD cannot be fitted. */
const orderModelSchema = z.discriminatedUnion('method', [
  fittedSchema(bgNbdNames).extend({ method: z.literal('bg-nbd'), ...buyers }),
  z.object({
    method: z.literal('pooled-rate'),
    reason: z.enum(['too few customers', 'no repeat buyers', 'too few repeat buyers', 'fit failed']),
    ...buyers,
    /** Repeat purchases of all customers, plus a half so that the rate is never 0, divided by their total observation time. */
    rate: z.number(),
    /** Standard deviation of ln(rate). */
    rate_log_deviation: z.number(),
  }),
]);

/** Correlation between purchases and mean spend over customers; null if one of them does not vary. */
const correlation = z.number().nullable();

/** The model of spend per purchase day: Gamma-Gamma, or the pooled mean if Gamma-Gamma cannot be fitted. */
const spendModelSchema = z.discriminatedUnion('method', [
  fittedSchema(gammaGammaNames).extend({ method: z.literal('gamma-gamma'), correlation }),
  z.object({
    method: z.literal('pooled-mean'),
    reason: z.enum([
      'too few customers',
      'too few repeat buyers',
      'spend follows frequency',
      'fit failed',
      'no stable mean',
    ]),
    correlation,
    /** Mean spend over all purchases. */
    mean: z.number(),
    /** Standard deviation of ln(mean). */
    mean_log_deviation: z.number(),
  }),
]);

/** A fitted model of lifetime value: plain data, sufficient to score any customer. */
export const lifetimeValueModelSchema = z.object({
  /** Unit of t_x and T, and of all rates in the models. */
  time_unit: z.enum(['day', 'week']),
  orders: orderModelSchema,
  spend: spendModelSchema,
});

export type OrderModel = z.infer<typeof orderModelSchema>;
export type SpendModel = z.infer<typeof spendModelSchema>;
export type LifetimeValueModel = z.infer<typeof lifetimeValueModelSchema>;
export type TimeUnit = LifetimeValueModel['time_unit'];

import { z } from 'zod';
import { classModelSchema } from './classification/class-model.ts';
import { clusterModelSchema } from './clusters/cluster-model.ts';
import { rfmModelSchema } from './rfm/rfm-model.ts';

const label = z.object({ en: z.string(), zh: z.string() });
const perFeature = <Value extends z.ZodType>(value: Value) =>
  z.object({ recency_days: value, orders: value, monetary_total: value });

/**
 * All that is learnt from a run's customers: enough to score any customer again. Buyers are customers with an order in
 * the window; only they take part.
 */
export const modelSchema = z.object({
  strata_version: z.string(),
  run_id: z.string(),
  as_of: z.string(),
  policy_hash: z.string(),
  buyers: z.number().int(),
  rfm: rfmModelSchema,
  classes: classModelSchema,
  /** 101 ascending values each: the 0th to the 100th percentile. */
  percentiles: perFeature(z.array(z.number()).length(101)),
  /** Weights of the value score, summing to 1. */
  value_score_weights: perFeature(z.number()),
  /** From the highest tier down: the lowest value score that belongs to it; null takes the rest. */
  tiers: z.array(z.object({ name: z.string(), label, share: z.number().nullable(), line: z.number().nullable() })),
  clusters: clusterModelSchema,
});

export type Model = z.infer<typeof modelSchema>;

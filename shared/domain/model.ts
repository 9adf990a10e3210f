import { z } from 'zod';
import { classModelSchema } from './classification/class-model.ts';
import { clusterModelSchema } from './clusters/model/cluster-model.ts';
import { distributionSchema } from './drift/distribution.ts';
import { driftSchema } from './drift/drift.ts';
import { fittedLifetimeValueSchema } from './lifetime-value/fitted-lifetime-value.ts';
import { rfmModelSchema } from './rfm/rfm-model.ts';
import { bucketSampleSchema } from './run/bucket-sample.ts';
import { fittedTierSchema } from './tiers/ranking/fitted-tier.ts';
import { valueModelSchema } from './tiers/ranking/value-score.ts';

/** The parts of the model, each fitted separately. */
const parts = {
  lifetime_value: fittedLifetimeValueSchema,
  value_score: valueModelSchema,
  tiers: z.array(fittedTierSchema),
  rfm: rfmModelSchema,
  classes: classModelSchema,
  clusters: clusterModelSchema,
  /** Distributions of the buyers' features when the model was fitted. */
  distributions: z.record(z.string(), distributionSchema),
};

export type ModelPart = keyof typeof parts;
const partNames = Object.keys(parts) as [ModelPart, ...ModelPart[]];

/** The parts that determine tiers. */
const tierParts = {
  lifetime_value: parts.lifetime_value,
  value_score: parts.value_score,
  rfm: parts.rfm,
  classes: parts.classes,
  tiers: parts.tiers,
};
export type TierParts = z.infer<z.ZodObject<typeof tierParts>>;

/**
 * The fitted model of a run (`model.json`): sufficient to score any customer. It is fitted to buyers, the customers with an
 * order in the window.
 */
export const modelSchema = z.object({
  strata_version: z.string(),
  run_id: z.string(),
  as_of: z.string(),
  policy_hash: z.string(),
  buyers: z.number().int(),
  /** The customer buckets that the model is fitted to, if it is not all of them. */
  sample: bucketSampleSchema.nullable().default(null),
  /** The run in which each part was fitted: this one or, with a frozen model, an earlier one. */
  learnt_in: z.record(z.enum(partNames), z.string()),
  /** Drift since then; null if all parts were fitted in this run. */
  drift: driftSchema.nullable(),
  /** Dates of the next reviews, for which demotions are projected. YYYY-MM-DD, ascending. */
  reviews: z.array(z.string()),
  /** The parts fitted to the same customers under the policy of the previous run; null if the policy is the same. */
  by_policy_before: z.object(tierParts).nullable(),
  ...parts,
});

export type Model = z.infer<typeof modelSchema>;

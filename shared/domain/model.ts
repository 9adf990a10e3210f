import { z } from 'zod';
import { classModelSchema } from './classification/class-model.ts';
import { clusterModelSchema } from './clusters/model/cluster-model.ts';
import { distributionSchema } from './drift/distribution.ts';
import { driftSchema } from './drift/drift.ts';
import { fittedLifetimeValueSchema } from './lifetime-value/fitted-lifetime-value.ts';
import { rfmModelSchema } from './rfm/rfm-model.ts';
import { fittedTierSchema } from './tiers/ranking/fitted-tier.ts';
import { valueModelSchema } from './tiers/ranking/value-score.ts';

/** What is learnt, each part by itself. */
const parts = {
  lifetime_value: fittedLifetimeValueSchema,
  value_score: valueModelSchema,
  tiers: z.array(fittedTierSchema),
  rfm: rfmModelSchema,
  classes: classModelSchema,
  clusters: clusterModelSchema,
  /** How the buyers' features lay when the model was learnt. */
  distributions: z.record(z.string(), distributionSchema),
};

export type ModelPart = keyof typeof parts;
const partNames = Object.keys(parts) as [ModelPart, ...ModelPart[]];

/** The parts that tiers follow from. */
const tierParts = {
  lifetime_value: parts.lifetime_value,
  value_score: parts.value_score,
  rfm: parts.rfm,
  classes: parts.classes,
  tiers: parts.tiers,
};
export type TierParts = z.infer<z.ZodObject<typeof tierParts>>;

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
  /** The run that each part was learnt in: this one, or with a frozen model one before it. */
  learnt_in: z.record(z.enum(partNames), z.string()),
  /** How far customers have moved since; null where all of the model is of this run. */
  drift: driftSchema.nullable(),
  /** Days of the next reviews: scheduled runs, which demotions are foretold for. YYYY-MM-DD, ascending. */
  reviews: z.array(z.string()),
  /** What the policy of the run before would have learnt from the same customers; null where it is the same. */
  by_policy_before: z.object(tierParts).nullable(),
  ...parts,
});

export type Model = z.infer<typeof modelSchema>;

import { z } from 'zod';
import { algorithms } from './clustering.ts';
import { clusterFeatureNames } from './features.ts';
import { scalings } from './scaling.ts';

const share = z.number().min(0).max(1);

/** How customers are clustered. */
export const clusterPolicySchema = z
  .strictObject({
    /** `auto` chooses between k-means and density. */
    algorithm: z.enum(algorithms).default('k-means'),
    features: z
      .array(z.enum(clusterFeatureNames))
      .min(1)
      .refine((features) => new Set(features).size === features.length, 'features must differ')
      .default(['recency_days', 'orders', 'monetary_total']),
    /** Whether counts, amounts and times are taken as ln(1 + value): from 10 to 100 is as far as from 100 to 1,000. */
    log: z.boolean().default(true),
    scaling: z.enum(scalings).default('z-score'),
    minK: z.number().int().min(2).default(2),
    maxK: z.number().int().max(20).default(10),
    /** Customers that clusters are found on; all are assigned. */
    sampleSize: z.number().int().min(100).max(100_000).default(20_000),
    /** Every cluster holds at least this share of the sample. */
    minShare: share.max(0.5).default(0.02),
    /** Lowest mean silhouette of an answer; below it the answer is "no clear clusters". */
    minSilhouette: z.number().min(-1).max(1).default(0.2),
    /** How far the silhouette must lie above that of customers without clusters. */
    minGain: z.number().min(-2).max(2).default(0.03),
    /** Lowest mean adjusted Rand index between an answer and those of bootstrap resamples. */
    minStability: z.number().min(-1).max(1).default(0.7),
    /** What density clustering takes: neighbours (itself counted) that make a place dense, and customers left over. */
    density: z
      .strictObject({
        minPoints: z.number().int().min(2).max(100).default(10),
        maxNoise: share.default(0.5),
      })
      .prefault({}),
    seed: z.number().int().default(42),
  })
  .refine(({ minK, maxK }) => minK <= maxK, 'minK must not exceed maxK')
  .prefault({});

export type ClusterPolicy = z.infer<typeof clusterPolicySchema>;

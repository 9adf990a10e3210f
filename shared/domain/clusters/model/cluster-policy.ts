import { z } from 'zod';
import { clusterFeatureNames } from '../../features/cluster-features.ts';
import { scalings } from '../geometry/scaling.ts';
import { algorithms } from '../selection/choose-clustering.ts';

const share = z.number().min(0).max(1);

export const clusterPolicySchema = z
  .strictObject({
    algorithm: z.enum(algorithms).default('k-means').describe('`auto` chooses between `k-means` and `density`'),
    features: z
      .array(z.enum(clusterFeatureNames))
      .min(1)
      .refine((features) => new Set(features).size === features.length, 'features must differ')
      .default(['recency_days', 'orders', 'monetary_total'])
      .describe('Features to cluster on'),
    log: z
      .boolean()
      .default(true)
      .describe(
        'Whether to transform counts, amounts and times to ln(1 + value), so that 10 to 100 is as far as 100 to 1,000',
      ),
    scaling: z
      .enum(scalings)
      .default('z-score')
      .describe(
        'How to scale features: by mean and standard deviation, by median and quartiles, by minimum and maximum, or not at all',
      ),
    minK: z.number().int().min(2).default(2).describe('Smallest number of clusters to try'),
    maxK: z.number().int().max(20).default(10).describe('Largest number of clusters to try'),
    sampleSize: z
      .number()
      .int()
      .min(100)
      .max(100_000)
      .default(20_000)
      .describe('Customers in the sample that clusters are fitted to; all customers are assigned'),
    minShare: share.max(0.5).default(0.02).describe('Smallest share of the sample that a cluster may hold'),
    minSilhouette: z
      .number()
      .min(-1)
      .max(1)
      .default(0.2)
      .describe('Smallest acceptable mean silhouette; below it the result is "no clear clusters"'),
    minGain: z
      .number()
      .min(-2)
      .max(2)
      .default(0.03)
      .describe('How far the silhouette must exceed that of data without clusters'),
    minStability: z
      .number()
      .min(-1)
      .max(1)
      .default(0.7)
      .describe('Smallest acceptable mean adjusted Rand index between a clustering and those of bootstrap resamples'),
    density: z
      .strictObject({
        minPoints: z
          .number()
          .int()
          .min(2)
          .max(100)
          .default(10)
          .describe('Neighbours, including the customer, that make a region dense'),
        maxNoise: share.default(0.5).describe('Largest share of the sample that may stay outside the clusters'),
      })
      .prefault({})
      .describe('Settings of density clustering'),
    seed: z
      .number()
      .int()
      .default(42)
      .describe('Seed for the sample and the starting points: the same seed gives the same clusters'),
  })
  .refine(({ minK, maxK }) => minK <= maxK, 'minK must not exceed maxK')
  .prefault({})
  .describe('How customers are clustered');

export type ClusterPolicy = z.infer<typeof clusterPolicySchema>;

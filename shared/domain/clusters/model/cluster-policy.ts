import { z } from 'zod';
import { clusterFeatureNames } from '../../features/cluster-features.ts';
import { scalings } from '../geometry/scaling.ts';
import { algorithms } from '../selection/choose-clustering.ts';

const share = z.number().min(0).max(1);

export const clusterPolicySchema = z
  .strictObject({
    algorithm: z.enum(algorithms).default('k-means').describe('`auto` chooses between k-means and density'),
    features: z
      .array(z.enum(clusterFeatureNames))
      .min(1)
      .refine((features) => new Set(features).size === features.length, 'features must differ')
      .default(['recency_days', 'orders', 'monetary_total'])
      .describe('What customers are alike in'),
    log: z
      .boolean()
      .default(true)
      .describe(
        'Whether counts, amounts and times are taken as ln(1 + value): from 10 to 100 is as far as from 100 to 1,000',
      ),
    scaling: z
      .enum(scalings)
      .default('z-score')
      .describe(
        'How features become comparable: by mean and deviation, by median and quartiles, by least and most, or not at all',
      ),
    minK: z.number().int().min(2).default(2).describe('Fewest clusters to try'),
    maxK: z.number().int().max(20).default(10).describe('Most clusters to try'),
    sampleSize: z
      .number()
      .int()
      .min(100)
      .max(100_000)
      .default(20_000)
      .describe('Customers that clusters are found on; all are assigned'),
    minShare: share.max(0.5).default(0.02).describe('Every cluster holds at least this share of the sample'),
    minSilhouette: z
      .number()
      .min(-1)
      .max(1)
      .default(0.2)
      .describe('Lowest mean silhouette of an answer; below it the answer is "no clear clusters"'),
    minGain: z
      .number()
      .min(-2)
      .max(2)
      .default(0.03)
      .describe('How far the silhouette must lie above that of customers without clusters'),
    minStability: z
      .number()
      .min(-1)
      .max(1)
      .default(0.7)
      .describe('Lowest mean adjusted Rand index between an answer and those of bootstrap resamples'),
    density: z
      .strictObject({
        minPoints: z
          .number()
          .int()
          .min(2)
          .max(100)
          .default(10)
          .describe('Neighbours, the customer counted, that make a place dense'),
        maxNoise: share.default(0.5).describe('Share of the sample that may be left over'),
      })
      .prefault({})
      .describe(
        'What density clustering takes: neighbours (itself counted) that make a place dense, and customers left over',
      ),
    seed: z
      .number()
      .int()
      .default(42)
      .describe('Of the sample and of the starts: the same seed gives the same clusters'),
  })
  .refine(({ minK, maxK }) => minK <= maxK, 'minK must not exceed maxK')
  .prefault({})
  .describe('How customers are clustered');

export type ClusterPolicy = z.infer<typeof clusterPolicySchema>;

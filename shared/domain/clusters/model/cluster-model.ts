import { z } from 'zod';
import { clusterFeatureNames } from '../../features/cluster-features.ts';
import { densityCriteria } from '../density/density-candidate.ts';
import { scalings } from '../geometry/scaling.ts';
import { criteria } from '../validity/choice-of-k.ts';

const label = z.object({ en: z.string(), zh: z.string() });
const feature = z.enum(clusterFeatureNames);
const orNull = z.number().nullable();

const rule = z.object({
  conditions: z.array(z.object({ feature, above: orNull, up_to: orNull })),
  en: z.string(),
  zh: z.string(),
  precision: z.number(),
  recall: z.number(),
});

/** The fitted clusters: sufficient to assign any customer and to explain the choice. */
export const clusterModelSchema = z.object({
  /** The algorithm used; with `auto` in the policy, the chosen one. */
  algorithm: z.enum(['k-means', 'ward', 'density']),
  seed: z.number(),
  /** 1 if there are no clear clusters. Customers outside all clusters do not count as a cluster. */
  k: z.number().int(),
  fitted_on: z.number().int(),
  /** Sum of squared distances to the cluster means, and for centroid-based clusters the mean silhouette. */
  inertia: z.number(),
  silhouette: orNull,
  scaling: z.enum(scalings),
  features: z.array(
    z.object({ feature, log: z.boolean(), center: z.number(), spread: z.number(), unknown: z.number() }),
  ),
  /** The representatives. A customer belongs to the cluster of the nearest one, or to -1 beyond its reach. */
  places: z.array(z.object({ cluster: z.number().int(), at: z.array(z.number()), reach: orNull })),
  /** Sorted by mean spend, highest first; the customers outside all clusters (number -1) come last. */
  groups: z.array(
    z.object({
      cluster: z.number().int(),
      name: label,
      /** Share of the customers that clusters were fitted to. */
      share: z.number(),
      /** Mean of the scaled features of its customers, in the order of `features`. */
      centroid: z.array(z.number()),
      profile: z.array(
        z.object({
          feature,
          mean: orNull,
          median: orNull,
          mean_ratio: orNull,
          median_ratio: orNull,
          deviation: z.number(),
        }),
      ),
      rules: z.array(rule),
      /** Precision and recall of all its rules together; precision is null without rules. */
      precision: orNull,
      recall: z.number(),
    }),
  ),
  /** Share of customers that the rules assign to the right cluster. */
  rules_accuracy: z.number(),
  /** The first cluster number not used in this or an earlier run. */
  next_cluster: z.number().int(),
  /** The plane for plots. Coordinates are (scaled features − origin) · weights. */
  plane: z.object({
    origin: z.array(z.number()),
    components: z.array(z.object({ weights: z.array(z.number()), variance_share: z.number() })),
  }),
  /** Every k tried. */
  candidates: z.array(
    z.object({
      k: z.number(),
      inertia: z.number(),
      silhouette: orNull,
      silhouette_by_chance: orNull,
      calinski_harabasz: orNull,
      davies_bouldin: orNull,
      smallest_share: z.number(),
      stability: z.number(),
      misses: z.array(z.enum(criteria)),
      mean_rank: orNull,
    }),
  ),
  density: z
    .object({
      k: z.number(),
      noise_share: z.number(),
      validity: orNull,
      /** Validity of the best k-means clustering; only with `auto`. */
      validity_of_k_means: orNull,
      stability: z.number(),
      misses: z.array(z.enum(densityCriteria)),
    })
    .nullable(),
});

export type ClusterModel = z.infer<typeof clusterModelSchema>;

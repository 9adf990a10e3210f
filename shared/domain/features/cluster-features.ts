import { type Clustering, type Label, namesWith } from './feature.ts';
import { features } from './features.ts';

/** Features that customers can be clustered on. */
export const clusterFeatureNames = namesWith(features, 'clustering') as [ClusterFeature, ...ClusterFeature[]];
export type ClusterFeature = ReturnType<typeof namesWith<typeof features, 'clustering'>>[number];

/** The label of each, the names for customers with little and with much of it, and whether it is a magnitude. */
export const clusterFeatures = Object.fromEntries(
  clusterFeatureNames.map((name) => [name, { ...features[name].label, ...features[name].clustering }]),
) as Record<ClusterFeature, Label & Clustering>;

import { type Clustering, type Label, namesWith } from './feature.ts';
import { features } from './features.ts';

/** Features that clusters can use. */
export const clusterFeatureNames = namesWith(features, 'clustering') as [ClusterFeature, ...ClusterFeature[]];
export type ClusterFeature = ReturnType<typeof namesWith<typeof features, 'clustering'>>[number];

/** Cluster feature → its label, the names for low and high values, and whether it is a magnitude. */
export const clusterFeatures = Object.fromEntries(
  clusterFeatureNames.map((name) => [name, { ...features[name].label, ...features[name].clustering }]),
) as Record<ClusterFeature, Label & Clustering>;

import { itemAt, zipWith } from '../collections/indexing.ts';
import { type NumberedClusters, numberClusters } from './cluster-numbers.ts';
import { NOISE } from './density/density-clustering.ts';
import { clusterFigures } from './describe/cluster-figures.ts';
import { describeClusters } from './describe/describe-clusters.ts';
import { meanPoint, type Point, squaredDistance } from './geometry/points.ts';
import { principalPlane } from './geometry/principal-components.ts';
import { rescaleValue, type Scale, scaleValue } from './geometry/scaling.ts';
import type { ClusterModel } from './model/cluster-model.ts';
import type { ClusterPolicy } from './model/cluster-policy.ts';
import { chooseClustering } from './selection/choose-clustering.ts';

/** Customers that clusters are fitted to, in an order that is unrelated to their values. */
export interface ClusterSample {
  /** Raw values in the order of the scales; null where a value is not known. */
  rows: readonly (readonly (number | null)[])[];
  spend: readonly number[];
}

/** Customers (indices) that the clustering gave the same label, and their mean. */
interface Group {
  label: number;
  members: number[];
  centroid: number[];
}

/**
 * Fits clusters to a sample and describes them.
 * @param previous the clusters that readers see now, whose numbers are kept where features and scaling are the same
 * @example
 * const rows = Array.from({ length: 200 }, (_, index) => [index % 2 === 0 ? 1 + index / 100 : 40 + index / 100]);
 * const scales = [{ feature: 'orders', log: false, center: 21, spread: 20, unknown: 0 }];
 * const policy = { algorithm: 'k-means', scaling: 'z-score', seed: 42, minK: 2, maxK: 3, density: { minPoints: 5, maxNoise: 0.5 } };
 * const limits = { minShare: 0.02, minSilhouette: 0.2, minGain: 0.03, minStability: 0.7 };
 * const { k, groups } = fitClusters({ rows, spend: rows.map(([orders]) => 10 * orders) }, scales, { ...policy, ...limits });
 * [k, groups.map(({ cluster, name }) => [cluster, name.en])] // => [2, [[0, 'frequent'], [1, 'rare']]]
 */
export function fitClusters(
  { rows, spend }: ClusterSample,
  scales: readonly Scale[],
  policy: ClusterPolicy,
  previous?: ClusterModel,
): ClusterModel {
  const points = rows.map((row) => scales.map((scale, column) => scaleValue(row[column] ?? null, scale)));
  const clustering = chooseClustering(points, { ...policy, ...policy.density });
  const groups = groupsByValue(points, clustering.labels, spend);
  const { numberOf, next } = numberLabels(groups, previous && earlierClusters(previous, scales, policy));
  return {
    algorithm: clustering.algorithm,
    seed: policy.seed,
    k: groups.filter(({ label }) => label !== NOISE).length,
    fitted_on: points.length,
    inertia: groups.reduce((sum, group) => sum + inertiaWithin(group, points), 0),
    silhouette: clustering.silhouette,
    scaling: policy.scaling,
    features: [...scales],
    places: clustering.representatives.map(({ cluster, at, reach }) => ({ cluster: numberOf(cluster), at, reach })),
    ...describeClusters(
      groups.map(({ label, members, centroid }) => ({ cluster: numberOf(label), members, centroid })),
      rows,
      scales,
    ),
    next_cluster: next,
    plane: principalPlane(points),
    ...clusterFigures(clustering),
  };
}

/** By mean spend, highest first; customers outside clusters last. */
function groupsByValue(points: readonly Point[], labels: readonly number[], spend: readonly number[]): Group[] {
  const meanSpend = (members: readonly number[]) =>
    members.reduce((sum, index) => sum + itemAt(spend, index), 0) / members.length;
  return [...Map.groupBy(labels.keys(), (index) => itemAt(labels, index))]
    .map(([label, members]) => ({ label, members, value: label === NOISE ? -Infinity : meanSpend(members) }))
    .toSorted((a, b) => b.value - a.value || a.label - b.label)
    .map(({ label, members }) => ({
      label,
      members,
      centroid: meanPoint(members.map((index) => itemAt(points, index))),
    }));
}

const inertiaWithin = ({ members, centroid }: Group, points: readonly Point[]) =>
  members.reduce((sum, index) => sum + squaredDistance(itemAt(points, index), centroid), 0);

/** The number of each label; a single cluster is 0, whatever the previous numbers. */
function numberLabels(groups: readonly Group[], before: NumberedClusters | undefined) {
  const clusters = groups.filter(({ label }) => label !== NOISE);
  const { numbers, next } = numberClusters(
    clusters.map(({ centroid }) => centroid),
    clusters.length > 1 ? before : undefined,
  );
  const numberOf = new Map(zipWith(clusters, numbers, ({ label }, number) => [label, number] as const));
  return { numberOf: (label: number) => numberOf.get(label) ?? NOISE, next };
}

/** The previous clusters on the current scales; none where they were found on other features or with another scaling. */
function earlierClusters(
  { features, groups, scaling, k, next_cluster }: ClusterModel,
  scales: readonly Scale[],
  policy: ClusterPolicy,
): NumberedClusters | undefined {
  const kinds = (some: readonly Scale[]) => some.map(({ feature, log }) => `${feature} ${log}`).join();
  if (k === 1 || scaling !== policy.scaling || kinds(features) !== kinds(scales)) return undefined;
  const clusters = groups.filter(({ cluster }) => cluster !== NOISE);
  return {
    numbers: clusters.map(({ cluster }) => cluster),
    centroids: clusters.map(({ centroid }) =>
      zipWith(centroid, features, (value, from, index) => rescaleValue(value, from, itemAt(scales, index))),
    ),
    next: next_cluster,
  };
}

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

/** The customers to fit clusters to, in random order. */
export interface ClusterSample {
  /** Raw values in the order of the scales; null for unknown values. */
  rows: readonly (readonly (number | null)[])[];
  spend: readonly number[];
}

/** The customers (indices) with the same label, and their mean. */
interface Group {
  label: number;
  members: number[];
  centroid: number[];
}

/**
 * Fits clusters to a sample and describes them.
 * @param previous clusters of the current run, whose numbers are kept if features and scaling are the same
 * @example
 * const rows = Array.from({ length: 200 }, (_, index) => [index % 2 === 0 ? 1 + index / 100 : 40 + index / 100]);
 * const scales = [{ feature: 'orders', log: false, center: 21, spread: 20, unknown: 0 }];
 * const policy = { algorithm: 'k-means', scaling: 'z-score', seed: 42, minK: 2, maxK: 3, density: { minPoints: 5, maxNoise: 0.5 } };
 * const limits = { minShare: 0.02, minSilhouette: 0.2, minGain: 0.03, minStability: 0.7 };
 * const { k, groups } = fitClusters({ rows, spend: rows.map(([orders]) => 10 * orders) }, scales, { ...policy, ...limits });
 * [k, groups.map(({ cluster, name }) => [cluster, name.en])] // => [2, [[0, 'frequent'], [1, 'infrequent']]]
 */
export function fitClusters(
  { rows, spend }: ClusterSample,
  scales: readonly Scale[],
  policy: ClusterPolicy,
  previous?: ClusterModel,
): ClusterModel {
  const points = rows.map((row) => scales.map((scale, column) => scaleValue(row[column] ?? null, scale)));
  const clustering = chooseClustering(points, { ...policy, ...policy.density });
  const groups = groupByValue(points, clustering.labels, spend);
  const { numberOf, next } = numberLabels(groups, previous && toNumberedClusters(previous, scales, policy));
  return {
    algorithm: clustering.algorithm,
    seed: policy.seed,
    k: groups.filter(({ label }) => label !== NOISE).length,
    fitted_on: points.length,
    inertia: groups.reduce((sum, group) => sum + groupInertia(group, points), 0),
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

/** Groups points by label, sorted by mean spend, highest first; points outside all clusters come last. */
function groupByValue(points: readonly Point[], labels: readonly number[], spend: readonly number[]): Group[] {
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

const groupInertia = ({ members, centroid }: Group, points: readonly Point[]) =>
  members.reduce((sum, index) => sum + squaredDistance(itemAt(points, index), centroid), 0);

/** Returns the number of each label. A single cluster is 0, whatever the previous numbers. */
function numberLabels(groups: readonly Group[], previous: NumberedClusters | undefined) {
  const clusters = groups.filter(({ label }) => label !== NOISE);
  const { numbers, next } = numberClusters(
    clusters.map(({ centroid }) => centroid),
    clusters.length > 1 ? previous : undefined,
  );
  const numberOf = new Map(zipWith(clusters, numbers, ({ label }, number) => [label, number] as const));
  return { numberOf: (label: number) => numberOf.get(label) ?? NOISE, next };
}

/** Converts previous clusters to the current scales; undefined if their features or scaling differ. */
function toNumberedClusters(
  { features, groups, scaling, k, next_cluster }: ClusterModel,
  scales: readonly Scale[],
  policy: ClusterPolicy,
): NumberedClusters | undefined {
  const key = (each: readonly Scale[]) => each.map(({ feature, log }) => `${feature} ${log}`).join();
  if (k === 1 || scaling !== policy.scaling || key(features) !== key(scales)) return undefined;
  const clusters = groups.filter(({ cluster }) => cluster !== NOISE);
  return {
    numbers: clusters.map(({ cluster }) => cluster),
    centroids: clusters.map(({ centroid }) =>
      zipWith(centroid, features, (value, from, index) => rescaleValue(value, from, itemAt(scales, index))),
    ),
    next: next_cluster,
  };
}

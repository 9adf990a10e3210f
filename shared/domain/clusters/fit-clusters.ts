import { type NumberedClusters, numberClusters } from './cluster-numbers.ts';
import { NOISE } from './density/density-clustering.ts';
import { figuresOf } from './describe/cluster-figures.ts';
import { describeClusters } from './describe/describe-clusters.ts';
import { meanOf, type Point, squaredDistance } from './geometry/points.ts';
import { planeOf } from './geometry/principal-components.ts';
import { rescaled, type Scale, scaled } from './geometry/scaling.ts';
import type { ClusterModel } from './model/cluster-model.ts';
import type { ClusterPolicy } from './model/cluster-policy.ts';
import { chooseClustering } from './selection/choose-clustering.ts';

/** Customers that clusters are found on, in an order that has nothing to do with their values. */
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
 * Finds clusters in a sample and says all that is to be known of them.
 * @param previous the clusters readers see now, whose numbers go on where features and scaling are the same
 */
export function learnClusters(
  { rows, spend }: ClusterSample,
  scales: readonly Scale[],
  policy: ClusterPolicy,
  previous?: ClusterModel,
): ClusterModel {
  const points = rows.map((row) => scales.map((scale, at) => scaled(row[at] ?? null, scale)));
  const clustering = chooseClustering(points, { ...policy, ...policy.density });
  const groups = groupsByValue(points, clustering.labels, spend);
  const { numberOf, next } = numbersOf(groups, previous && earlierClusters(previous, scales, policy));
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
    plane: planeOf(points),
    ...figuresOf(clustering),
  };
}

/** By mean spend, highest first; customers outside clusters last. */
function groupsByValue(points: readonly Point[], labels: readonly number[], spend: readonly number[]): Group[] {
  const meanSpend = (members: readonly number[]) =>
    members.reduce((sum, index) => sum + (spend[index] as number), 0) / members.length;
  return [...Map.groupBy(labels.keys(), (index) => labels[index] as number)]
    .map(([label, members]) => ({ label, members, value: label === NOISE ? -Infinity : meanSpend(members) }))
    .toSorted((a, b) => b.value - a.value || a.label - b.label)
    .map(({ label, members }) => ({ label, members, centroid: meanOf(members.map((at) => points[at] as Point)) }));
}

const inertiaWithin = ({ members, centroid }: Group, points: readonly Point[]) =>
  members.reduce((sum, index) => sum + squaredDistance(points[index] as Point, centroid), 0);

/** The number of each label; a single cluster is 0, whatever was before. */
function numbersOf(groups: readonly Group[], before: NumberedClusters | undefined) {
  const clusters = groups.filter(({ label }) => label !== NOISE);
  const { numbers, next } = numberClusters(
    clusters.map(({ centroid }) => centroid),
    clusters.length > 1 ? before : undefined,
  );
  const numberOf = new Map(clusters.map(({ label }, at) => [label, numbers[at] as number]));
  return { numberOf: (label: number) => numberOf.get(label) ?? NOISE, next };
}

/** The previous clusters on the scales of now; none where they were found on other features or another scaling. */
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
      centroid.map((place, at) => rescaled(place, features[at] as Scale, scales[at] as Scale)),
    ),
    next: next_cluster,
  };
}

import type { ClusterModel } from './cluster-model.ts';
import { nameClusters, noClearClusters, outsideClusters } from './cluster-names.ts';
import { type NumberedClusters, numberClusters } from './cluster-numbers.ts';
import type { ClusterPolicy } from './cluster-policy.ts';
import { type FeatureProfile, profilesOf } from './cluster-profile.ts';
import { explainClusters } from './cluster-rules.ts';
import { type Clustering, chooseClustering } from './clustering.ts';
import { NOISE } from './density.ts';
import type { Label } from './features.ts';
import { inertiaOf, meanOf, type Point } from './points.ts';
import { coordinatesOf, principalComponents } from './principal-components.ts';
import { rescaled, type Scale, scaled, unscaled } from './scaling.ts';

/** Customers that clusters are found on, in an order that has nothing to do with their values. */
export interface ClusterSample {
  /** Raw values in the order of the scales; null where a value is not known. */
  rows: readonly (readonly (number | null)[])[];
  spend: readonly number[];
}

/** Where each customer of the sample stands on the plane, and in which cluster. */
export interface Placed {
  cluster: number;
  coordinates: number[];
}

/** One cluster in the making: its label in the clustering, its customers (indices) and their mean. */
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
): { model: ClusterModel; placed: Placed[] } {
  const points = rows.map((row) => scales.map((scale, at) => scaled(row[at] ?? null, scale)));
  const clustering = chooseClustering(points, { ...policy, ...policy.density });
  const groups = groupsByValue(points, clustering.labels, spend);
  const clusters = groups.filter(({ label }) => label !== NOISE);
  const { numbers, next } =
    clusters.length > 1
      ? numberClusters(
          clusters.map(({ centroid }) => centroid),
          previous && earlierClusters(previous, scales, policy),
        )
      : { numbers: [0], next: 1 };
  const numberOf = new Map(clusters.map(({ label }, at) => [label, numbers[at] as number]));
  const labels = clustering.labels.map((label) => numberOf.get(label) ?? NOISE);

  const plane = planeOf(points);
  const described = describe(groups, rows, points, labels, scales);
  return {
    model: {
      algorithm: clustering.algorithm,
      seed: policy.seed,
      k: clusters.length,
      fitted_on: points.length,
      inertia: inertiaOf(
        points,
        groups.map(({ centroid }) => centroid),
        positions(groups, points.length),
      ),
      silhouette: clustering.silhouette,
      scaling: policy.scaling,
      features: [...scales],
      places: clustering.representatives.map(({ cluster, at, reach }) => ({
        cluster: numberOf.get(cluster) ?? NOISE,
        at,
        reach,
      })),
      ...described,
      next_cluster: next,
      plane,
      ...figuresOf(clustering),
    },
    placed: points.map((point, index) => ({
      cluster: labels[index] as number,
      coordinates: coordinatesOf(point, plane.origin, plane.components),
    })),
  };
}

/** The groups that have customers, by mean spend, highest first; customers outside clusters last. */
function groupsByValue(points: readonly Point[], labels: readonly number[], spend: readonly number[]): Group[] {
  const meanSpend = (members: readonly number[]) =>
    members.reduce((sum, index) => sum + (spend[index] as number), 0) / members.length;
  return [...Map.groupBy(labels.keys(), (index) => labels[index] as number)]
    .map(([label, members]) => ({ label, members, value: label === NOISE ? -Infinity : meanSpend(members) }))
    .toSorted((a, b) => b.value - a.value || a.label - b.label)
    .map(({ label, members }) => ({ label, members, centroid: meanOf(members.map((at) => points[at] as Point)) }));
}

/** The previous clusters on the scales of now; none where they were found on other features or another scaling. */
function earlierClusters(
  { features, groups, scaling, k, next_cluster }: ClusterModel,
  scales: readonly Scale[],
  policy: ClusterPolicy,
): NumberedClusters | undefined {
  const isSame = (scale: Scale, at: number) =>
    scale.feature === features[at]?.feature && scale.log === features[at]?.log;
  if (k === 1 || scaling !== policy.scaling || scales.length !== features.length || !scales.every(isSame))
    return undefined;
  const clusters = groups.filter(({ cluster }) => cluster !== NOISE);
  return {
    numbers: clusters.map(({ cluster }) => cluster),
    centroids: clusters.map(({ centroid }) =>
      centroid.map((place, at) => rescaled(place, features[at] as Scale, scales[at] as Scale)),
    ),
    next: next_cluster,
  };
}

/** For each point the position of its group. */
function positions(groups: readonly Group[], count: number): number[] {
  const found = new Array<number>(count).fill(0);
  for (const [position, { members }] of groups.entries()) for (const index of members) found[index] = position;
  return found;
}

function describe(
  groups: readonly Group[],
  rows: ClusterSample['rows'],
  points: readonly Point[],
  labels: readonly number[],
  scales: readonly Scale[],
): Pick<ClusterModel, 'groups' | 'rules_accuracy'> {
  const features = scales.map(({ feature }) => feature);
  const columns = scales.map(({ feature }, at) => ({
    feature,
    raw: rows.map((row) => row[at] ?? null),
    scaled: points.map((point) => point[at] as number),
  }));
  const profiles = profilesOf(
    columns,
    groups.map(({ members }) => members),
  );
  const names = namesOf(groups, profiles);
  const filled = rows.map((row) => scales.map((scale, at) => row[at] ?? unscaled(scale.unknown, scale)));
  const explanation = explainClusters(filled, labels, features);
  return {
    rules_accuracy: explanation.accuracy,
    groups: groups.map(({ members, centroid }, at) => {
      const cluster = labels[members[0] as number] as number;
      const { rules = [], precision = null, recall = 0 } = explanation.clusters.get(cluster) ?? {};
      return {
        cluster,
        name: names[at] as Label,
        share: members.length / rows.length,
        centroid,
        profile: profiles[at] as FeatureProfile[],
        rules,
        precision,
        recall,
      };
    }),
  };
}

function namesOf(groups: readonly Group[], profiles: readonly FeatureProfile[][]): Label[] {
  const clusters = profiles.filter((_, at) => groups[at]?.label !== NOISE);
  const names =
    clusters.length > 1
      ? nameClusters(
          clusters.map((profile) => profile.map(({ deviation }) => deviation)),
          (clusters[0] ?? []).map(({ feature }) => feature),
        )
      : [noClearClusters];
  return [...names, outsideClusters].slice(0, groups.length);
}

/** The plane of the two widest axes. */
function planeOf(points: readonly Point[]): ClusterModel['plane'] {
  const components = principalComponents(points);
  const total = components.reduce((sum, { variance }) => sum + variance, 0);
  return {
    origin: meanOf(points),
    components: components
      .slice(0, 2)
      .map(({ weights, variance }) => ({ weights, variance_share: total > 0 ? variance / total : 0 })),
  };
}

function figuresOf({
  candidates,
  density,
  centroidValidity,
}: Clustering): Pick<ClusterModel, 'candidates' | 'density'> {
  return {
    candidates: candidates.map((candidate) => ({
      k: candidate.k,
      inertia: candidate.inertia,
      silhouette: finite(candidate.silhouette),
      silhouette_by_chance: finite(candidate.silhouetteByChance),
      calinski_harabasz: finite(candidate.calinskiHarabasz),
      davies_bouldin: finite(candidate.daviesBouldin),
      smallest_share: candidate.smallestShare,
      stability: candidate.stability,
      misses: candidate.misses,
      mean_rank: candidate.meanRank,
    })),
    density: density && {
      k: density.k,
      noise_share: density.noiseShare,
      validity: finite(density.validity),
      validity_of_k_means: centroidValidity,
      stability: density.stability,
      misses: density.misses,
    },
  };
}

const finite = (value: number) => (Number.isFinite(value) ? value : null);

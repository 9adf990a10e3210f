import { itemAt, zipWith } from '../../collections/indexing.ts';
import type { Random } from '../../statistics/random.ts';
import { type Distances, pairwiseDistances } from '../geometry/distances.ts';
import { assignToNearest, clusterMeans, countDistinct, groupByLabel, inertia, type Point } from '../geometry/points.ts';
import { calinskiHarabasz } from '../validity/calinski-harabasz.ts';
import { type EvaluatedFigures, evaluateCandidates, type Limits } from '../validity/choice-of-k.ts';
import { daviesBouldin } from '../validity/davies-bouldin.ts';
import { silhouetteScore } from '../validity/silhouette.ts';
import { bootstrapStability } from '../validity/stability.ts';
import { chanceSilhouettes } from './chance-silhouette.ts';
import { kMeans, lloyd } from './k-means.ts';
import { wardLabels } from './ward.ts';

export interface Candidate extends EvaluatedFigures {
  centroids: number[][];
  labels: number[];
}

export interface CentroidOptions extends Limits {
  minK: number;
  maxK: number;
}

/** Points in a bootstrap resample. */
const RESAMPLED_POINTS = 1000;
const STARTS = 10;
/** Starts for resamples. Fewer are enough, because only averages over many fits count. */
const RESAMPLE_STARTS = 2;

interface Method {
  /** Returns the centroids for each k. */
  fit(points: readonly Point[], ks: readonly number[], options: { starts: number; random: Random }): number[][][];
  /** Refines centroids that were fitted to some of the points on all of them. */
  refine(points: readonly Point[], centroids: number[][]): number[][];
}

/** The centroid-based methods. */
export const methods: Record<'k-means' | 'ward', Method> = {
  'k-means': { fit: kMeans, refine: lloyd },
  ward: {
    fit: (points, ks) => wardLabels(pairwiseDistances(points), ks).map((labels) => clusterMeans(points, labels)),
    refine: (_, centroids) => centroids,
  },
};

/**
 * Fits a centroid-based clustering for every k, and evaluates each.
 * @param points points in random order
 * @param compared the first points, few enough to compare all pairs, with their distances
 * @example
 * let state = 1;
 * const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
 * const points = Array.from({ length: 40 }, (_, index) => [index % 2 === 0 ? index / 40 : 9 + index / 40]);
 * const options = { minK: 2, maxK: 2, minShare: 0.02, minSilhouette: 0.2, minGain: 0.03, minStability: 0.7 };
 * const distances = pairwiseDistances(points);
 * const [two] = centroidCandidates(methods['k-means'], points, { compared: points, distances }, options, random);
 * [two.k, two.smallestShare, two.stability, two.misses] // => [2, 0.5, 1, []]
 */
export function centroidCandidates(
  method: Method,
  points: readonly Point[],
  { compared, distances }: { compared: readonly Point[]; distances: Distances },
  options: CentroidOptions,
  random: Random,
): Candidate[] {
  const maxK = Math.min(options.maxK, countDistinct(compared) - 1);
  const ks = Array.from({ length: Math.max(0, maxK - options.minK + 1) }, (_, index) => options.minK + index);
  const fitted = method.fit(compared, ks, { starts: STARTS, random }).map((each) => method.refine(points, each));
  const refit = (resample: readonly Point[]) => method.fit(resample, ks, { starts: RESAMPLE_STARTS, random });
  const chance = chanceSilhouettes(compared, refit, random);
  const stability = bootstrapStability(
    fitted.map((centroids) => assignToNearest(compared, centroids)),
    (drawn) => ({
      over: [...compared.keys()],
      clusterings: refit(drawn.map((index) => itemAt(compared, index))).map((each) => assignToNearest(compared, each)),
    }),
    { drawnPoints: Math.min(RESAMPLED_POINTS, compared.length), random },
  );
  const measured = zipWith(fitted, chance, (centroids, silhouetteByChance, index) => ({
    ...measure(points, distances, centroids),
    silhouetteByChance,
    stability: itemAt(stability, index),
  }));
  return evaluateCandidates(measured, options);
}

function measure(points: readonly Point[], distances: Distances, centroids: number[][]) {
  const labels = assignToNearest(points, centroids);
  const sizes = groupByLabel(points, labels).map(({ length }) => length);
  const means = clusterMeans(points, labels);
  return {
    k: centroids.length,
    inertia: inertia(points, centroids, labels),
    silhouette: silhouetteScore(distances, labels.slice(0, distances.count)),
    calinskiHarabasz: calinskiHarabasz(points, means, labels),
    daviesBouldin: daviesBouldin(points, means, labels),
    smallestShare: sizes.length < centroids.length ? 0 : Math.min(...sizes) / points.length,
    centroids,
    labels,
  };
}

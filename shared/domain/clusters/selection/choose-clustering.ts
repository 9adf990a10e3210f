import { randomLcg } from 'd3-random';
import { itemAt } from '../../collections/indexing.ts';
import { type Candidate, type CentroidOptions, centroidCandidates, methods } from '../centroid/centroid-clustering.ts';
import { type DensityCandidate, type DensityOptions, densityCandidate } from '../density/density-candidate.ts';
import { NOISE } from '../density/density-clustering.ts';
import { densityValidity } from '../density/density-validity.ts';
import { centroidRepresentatives, nearestCluster, type Representative } from '../density/representatives.ts';
import { pairwiseDistances } from '../geometry/distances.ts';
import { meanPoint, type Point } from '../geometry/points.ts';
import { adjustedRandIndex } from '../validity/adjusted-rand.ts';
import { bestCandidate } from '../validity/choice-of-k.ts';

export const algorithms = ['k-means', 'ward', 'density', 'auto'] as const;

export interface ClusteringOptions extends CentroidOptions, DensityOptions {
  algorithm: (typeof algorithms)[number];
  seed: number;
}

export interface Clustering {
  /** The algorithm used; with `auto`, the chosen one. */
  algorithm: Exclude<ClusteringOptions['algorithm'], 'auto'>;
  /** A single one, without a limit of distance, if there are no clear clusters. */
  representatives: Representative[];
  /** Cluster of every point, by its nearest representative. */
  labels: number[];
  silhouette: number | null;
  candidates: Candidate[];
  density: DensityCandidate | null;
  /** Density-based validity of the best k-means clustering; only with `auto`, and null if no k is accepted. */
  centroidValidity: number | null;
}

/** Number of points of which all pairs are compared. */
const COMPARED_POINTS = 2000;

/** Adjusted Rand index from which two clusterings count as the same. k-means is then preferred, as it is easier to explain. */
const AGREEMENT = 0.9;

/**
 * Clusters points by the algorithm in the options. `auto` chooses density clustering if its groups differ from those of
 * k-means and have a higher density-based validity (as for groups that are not round), otherwise k-means. There may be no
 * clear clusters.
 * @param points scaled features, in random order
 * @example
 * const points = Array.from({ length: 40 }, (_, index) => [index % 2 === 0 ? index / 40 : 9 + index / 40]);
 * const limits = { minShare: 0.02, minSilhouette: 0.2, minGain: 0.03, minStability: 0.7, minPoints: 5, maxNoise: 0.5 };
 * const options = { algorithm: 'k-means', seed: 42, minK: 2, maxK: 2, ...limits };
 * chooseClustering(points, options).representatives.length // => 2
 */
export function chooseClustering(points: readonly Point[], options: ClusteringOptions): Clustering {
  const { algorithm, seed } = options;
  const compared = points.length > COMPARED_POINTS ? points.slice(0, COMPARED_POINTS) : points;
  const distances = pairwiseDistances(compared);

  const centroidMethod = algorithm === 'ward' ? 'ward' : 'k-means';
  const candidates =
    algorithm === 'density'
      ? []
      : centroidCandidates(methods[centroidMethod], points, { compared, distances }, options, randomLcg(seed));
  const best = bestCandidate(candidates);
  const density =
    algorithm === 'density' || algorithm === 'auto'
      ? densityCandidate(compared, distances, options, randomLcg(seed))
      : null;
  const bestLabels = best?.labels.slice(0, compared.length);
  const centroidValidity =
    density && bestLabels ? densityValidity(distances, bestLabels, compared[0]?.length ?? 0) : null;

  const figures = { candidates, density, centroidValidity };
  if (density && isPreferred(density, bestLabels, centroidValidity)) {
    return { ...assignByRepresentatives('density', points, density.representatives), silhouette: null, ...figures };
  }
  const name = algorithm === 'density' ? 'density' : centroidMethod;
  if (!best)
    return { ...assignByRepresentatives(name, points, [overallRepresentative(points)]), silhouette: null, ...figures };
  return {
    ...assignByRepresentatives(name, points, centroidRepresentatives(best.centroids)),
    silhouette: best.silhouette,
    ...figures,
  };
}

/** Whether to prefer density clustering. @param others labels of the best k-means clustering, if any */
function isPreferred(
  density: DensityCandidate,
  others: readonly number[] | undefined,
  validity: number | null,
): boolean {
  if (density.misses.length > 0) return false;
  if (!others || validity === null) return true;
  const inGroups = [...others.keys()].filter((index) => density.labels[index] !== NOISE);
  const select = (labels: readonly number[]) => inGroups.map((index) => itemAt(labels, index));
  return density.validity > validity && adjustedRandIndex(select(density.labels), select(others)) < AGREEMENT;
}

const assignByRepresentatives = (
  algorithm: Clustering['algorithm'],
  points: readonly Point[],
  representatives: Representative[],
) => ({
  algorithm,
  representatives,
  labels: points.map((point) => nearestCluster(point, representatives)),
});

const overallRepresentative = (points: readonly Point[]): Representative => ({
  cluster: 0,
  at: meanPoint(points),
  reach: null,
});

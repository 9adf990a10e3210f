import { randomLcg } from 'd3-random';
import { type Candidate, type CentroidOptions, centroidCandidates, methods } from '../centroid/centroid-clustering.ts';
import { type DensityCandidate, type DensityOptions, densityCandidate } from '../density/density-candidate.ts';
import { NOISE } from '../density/density-clustering.ts';
import { densityValidity } from '../density/density-validity.ts';
import { centroidRepresentatives, clusterOf, type Representative } from '../density/representatives.ts';
import { distancesOf } from '../geometry/distances.ts';
import { meanOf, type Point } from '../geometry/points.ts';
import { adjustedRand } from '../validity/adjusted-rand.ts';
import { bestOf } from '../validity/choice-of-k.ts';

export const algorithms = ['k-means', 'ward', 'density', 'auto'] as const;

export interface ClusteringOptions extends CentroidOptions, DensityOptions {
  algorithm: (typeof algorithms)[number];
  seed: number;
}

export interface Clustering {
  /** The one chosen where the choice was open. */
  algorithm: Exclude<ClusteringOptions['algorithm'], 'auto'>;
  /** One, without an end, where there are no clear clusters. */
  representatives: Representative[];
  /** The cluster of every point by its representative. */
  labels: number[];
  silhouette: number | null;
  candidates: Candidate[];
  density: DensityCandidate | null;
  /** Density-based validity of the best k-means answer, where the choice was open and there was one. */
  centroidValidity: number | null;
}

/** Points that are compared each with each. */
const COMPARED_POINTS = 2000;

/** From this adjusted Rand index on two clusterings are the same, and the one that is easier to explain is taken. */
const AGREEMENT = 0.9;

/**
 * Clusters points by the algorithm asked for. With `auto`, density answers where it finds groups that k-means does not
 * and that are more valid as dense places, as when they are not round; else k-means. No clear clusters is an answer.
 * @param points scaled features, in an order that has nothing to do with their values
 */
export function chooseClustering(points: readonly Point[], options: ClusteringOptions): Clustering {
  const { algorithm, seed } = options;
  const compared = points.length > COMPARED_POINTS ? points.slice(0, COMPARED_POINTS) : points;
  const distances = distancesOf(compared);

  const centroidMethod = algorithm === 'ward' ? 'ward' : 'k-means';
  const candidates =
    algorithm === 'density'
      ? []
      : centroidCandidates(methods[centroidMethod], points, { compared, distances }, options, randomLcg(seed));
  const best = bestOf(candidates);
  const density =
    algorithm === 'density' || algorithm === 'auto'
      ? densityCandidate(compared, distances, options, randomLcg(seed))
      : null;
  const bestLabels = best?.labels.slice(0, compared.length);
  const centroidValidity =
    density && bestLabels ? densityValidity(distances, bestLabels, compared[0]?.length ?? 0) : null;

  const figures = { candidates, density, centroidValidity };
  if (density && isPreferred(density, bestLabels, centroidValidity)) {
    return { ...answer('density', points, density.representatives), silhouette: null, ...figures };
  }
  const name = algorithm === 'density' ? 'density' : centroidMethod;
  if (!best) return { ...answer(name, points, [everybody(points)]), silhouette: null, ...figures };
  return { ...answer(name, points, centroidRepresentatives(best.centroids)), silhouette: best.silhouette, ...figures };
}

/** @param others labels of the best centroids, where there are any */
function isPreferred(
  density: DensityCandidate,
  others: readonly number[] | undefined,
  validity: number | null,
): boolean {
  if (density.misses.length > 0) return false;
  if (!others || validity === null) return true;
  const inGroups = [...others.keys()].filter((index) => density.labels[index] !== NOISE);
  const among = (labels: readonly number[]) => inGroups.map((index) => labels[index] as number);
  return density.validity > validity && adjustedRand(among(density.labels), among(others)) < AGREEMENT;
}

const answer = (algorithm: Clustering['algorithm'], points: readonly Point[], representatives: Representative[]) => ({
  algorithm,
  representatives,
  labels: points.map((point) => clusterOf(point, representatives)),
});

const everybody = (points: readonly Point[]): Representative => ({ cluster: 0, at: meanOf(points), reach: null });

import { at, itemAt, zipWith } from '../../collections/indexing.ts';
import { type Point, squaredDistance } from '../geometry/points.ts';
import { NOISE } from './density-clustering.ts';

/** A point that stands for a cluster: a customer belongs to the cluster of the nearest one. */
export interface Representative {
  /** 0 … k−1. */
  cluster: number;
  at: number[];
  /** A customer farther away than this is in no cluster; null has no end. */
  reach: number | null;
}

/** All clusters found by density share so many: everyone is compared with each of them. */
const MAX_REPRESENTATIVES = 256;

/**
 * One representative for each cluster, its centroid, that reaches without end.
 * @example
 * centroidRepresentatives([[1.5], [9]]) // => [{ cluster: 0, at: [1.5], reach: null }, { cluster: 1, at: [9], reach: null }]
 */
export const centroidRepresentatives = (centroids: readonly Point[]): Representative[] =>
  centroids.map((centroid, cluster) => ({ cluster, at: [...centroid], reach: null }));

/**
 * Some of each cluster's points, spread over it as evenly as can be. A cluster reaches as far around them as its own
 * steps, and as far as its points that were left out lie from those that were taken.
 * @param members the points of each cluster
 * @param reaches of each cluster the longest step between neighbouring points
 * @see Gonzalez (1985), Clustering to minimize the maximum intercluster distance (the farthest-first traversal)
 * @example
 * densityRepresentatives([[[0], [1], [2]]], [1]).map(({ at, reach }) => [at[0], reach]) // => [[0, 1], [2, 1], [1, 1]]
 */
export function densityRepresentatives(
  members: readonly (readonly Point[])[],
  reaches: readonly number[],
): Representative[] {
  const count = Math.max(
    members.reduce((sum, { length }) => sum + length, 0),
    MAX_REPRESENTATIVES,
  );
  return zipWith(members, reaches, (points, reach, cluster) => {
    const { chosen, left } = farthestFirst(points, Math.ceil((MAX_REPRESENTATIVES * points.length) / count));
    return chosen.map((point) => ({ cluster, at: [...point], reach: reach + left }));
  }).flat();
}

/** @returns points, and how far the farthest other point lies from them */
function farthestFirst(points: readonly Point[], count: number): { chosen: Point[]; left: number } {
  const nearest = new Float64Array(points.length).fill(Number.POSITIVE_INFINITY);
  const chosen: Point[] = [];
  let farthest = 0;
  while (chosen.length < count) {
    const next = itemAt(points, farthest);
    chosen.push(next);
    let index = 0;
    for (const point of points) {
      nearest[index] = Math.min(at(nearest, index), squaredDistance(point, next));
      index++;
    }
    farthest = nearest.indexOf(nearest.reduce((most, distance) => Math.max(most, distance), 0));
  }
  return { chosen, left: Math.sqrt(nearest[farthest] ?? 0) };
}

/**
 * The cluster of the nearest representative, as `tiers.sql` finds it for everyone.
 * @returns 0 … k−1, or noise beyond its reach
 * @example
 * const representatives = [{ cluster: 0, at: [1], reach: null }, { cluster: 1, at: [9], reach: 2 }];
 * nearestCluster([3], representatives) // => 0
 * nearestCluster([12], representatives) // => -1
 */
export function nearestCluster(point: Point, representatives: readonly Representative[]): number {
  let best: Representative | undefined;
  let smallest = Number.POSITIVE_INFINITY;
  for (const representative of representatives) {
    const distance = squaredDistance(point, representative.at);
    if (distance < smallest) [best, smallest] = [representative, distance];
  }
  const isWithin = best && (best.reach === null || Math.sqrt(smallest) <= best.reach);
  return best && isWithin ? best.cluster : NOISE;
}

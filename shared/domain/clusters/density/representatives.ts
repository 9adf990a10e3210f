import { at, itemAt, zipWith } from '../../collections/indexing.ts';
import { type Point, squaredDistance } from '../geometry/points.ts';
import { NOISE } from './density-clustering.ts';

/** A point that represents a cluster. Customers belong to the cluster of the nearest representative. */
export interface Representative {
  /** 0 … k−1. */
  cluster: number;
  at: number[];
  /** Distance beyond which customers are outside the cluster; null for no limit. */
  reach: number | null;
}

/** Representatives of all density clusters together. Every customer is compared with each of them. */
const MAX_REPRESENTATIVES = 256;

/**
 * Returns the centroids as representatives without a limit of distance.
 * @example
 * centroidRepresentatives([[1.5], [9]]) // => [{ cluster: 0, at: [1.5], reach: null }, { cluster: 1, at: [9], reach: null }]
 */
export const centroidRepresentatives = (centroids: readonly Point[]): Representative[] =>
  centroids.map((centroid, cluster) => ({ cluster, at: [...centroid], reach: null }));

/**
 * Selects points that are spread evenly over each cluster. Their reach is the longest step within the cluster plus the
 * largest distance from an unselected point to the nearest selected one, so that all points are within reach.
 * @param members the points of each cluster
 * @param reaches for each cluster, the longest step between neighbouring points
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
    const { chosen, radius } = farthestFirst(points, Math.ceil((MAX_REPRESENTATIVES * points.length) / count));
    return chosen.map((point) => ({ cluster, at: [...point], reach: reach + radius }));
  }).flat();
}

/** Selects points by farthest-first traversal. @returns them, and the largest distance of a point to the nearest of them */
function farthestFirst(points: readonly Point[], count: number): { chosen: Point[]; radius: number } {
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
    farthest = nearest.indexOf(nearest.reduce((largest, distance) => Math.max(largest, distance), 0));
  }
  return { chosen, radius: Math.sqrt(nearest[farthest] ?? 0) };
}

/**
 * Returns the cluster of the nearest representative. `tiers.sql` does the same for all customers.
 * @returns 0 … k−1, or {@link NOISE} beyond the representative's reach
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

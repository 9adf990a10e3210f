import { type Point, squaredDistance } from '../geometry/points.ts';
import { NOISE } from './density-clustering.ts';

/** A place that stands for a cluster: a customer belongs to the cluster of the nearest one. */
export interface Representative {
  /** 0 … k−1. */
  cluster: number;
  at: number[];
  /** A customer farther away than this is in no cluster; null has no end. */
  reach: number | null;
}

/** The most places that stand for all clusters found by density together: everyone is measured against each. */
const MOST = 256;

export const centroidRepresentatives = (centroids: readonly Point[]): Representative[] =>
  centroids.map((centroid, cluster) => ({ cluster, at: [...centroid], reach: null }));

/**
 * Some of each cluster's points, spread over it as evenly as can be. A cluster reaches as far around them as its own
 * steps, and as far as its points that were left out lie from those that were taken.
 * @param labels 0 … k−1, or noise
 * @see Gonzalez (1985), Clustering to minimize the maximum intercluster distance (the farthest-first traversal)
 */
export function densityRepresentatives(
  members: readonly (readonly Point[])[],
  reaches: readonly number[],
): Representative[] {
  const count = members.reduce((sum, { length }) => sum + length, 0);
  return members.flatMap((points, cluster) => {
    const { chosen, left } = farthestFirst(points, Math.ceil((MOST * points.length) / Math.max(count, MOST)));
    return chosen.map((at) => ({ cluster, at: [...at], reach: (reaches[cluster] as number) + left }));
  });
}

/** @returns points, and how far the farthest other point lies from them */
function farthestFirst(points: readonly Point[], count: number): { chosen: Point[]; left: number } {
  const nearest = new Float64Array(points.length).fill(Number.POSITIVE_INFINITY);
  const chosen: Point[] = [];
  let farthest = 0;
  while (chosen.length < count) {
    const next = points[farthest] as Point;
    chosen.push(next);
    for (let index = 0; index < nearest.length; index++) {
      nearest[index] = Math.min(nearest[index] as number, squaredDistance(points[index] as Point, next));
    }
    farthest = nearest.indexOf(nearest.reduce((most, distance) => Math.max(most, distance), 0));
  }
  return { chosen, left: Math.sqrt(nearest[farthest] ?? 0) };
}

/**
 * The cluster a point belongs to, as `tiers.sql` finds it for everyone.
 * @returns 0 … k−1, or noise
 */
export function clusterOf(point: Point, representatives: readonly Representative[]): number {
  let best: Representative | undefined;
  let smallest = Number.POSITIVE_INFINITY;
  for (const representative of representatives) {
    const distance = squaredDistance(point, representative.at);
    if (distance < smallest) [best, smallest] = [representative, distance];
  }
  const isWithin = best && (best.reach === null || Math.sqrt(smallest) <= best.reach);
  return best && isWithin ? best.cluster : NOISE;
}

import munkres from 'munkres';
import { nearest, type Point, squaredDistance } from './geometry/points.ts';

/** Clusters of an earlier run, placed on this run's scales. */
export interface NumberedClusters {
  numbers: readonly number[];
  centroids: readonly Point[];
  /** The first number never used. */
  next: number;
}

/**
 * The numbers of clusters, so that a number goes on meaning what it meant: each cluster takes the number of its partner
 * in the assignment to the clusters before with the smallest sum of squared distances, if it lies nearer to it than to
 * any other of them; what has no partner takes a number never used.
 * @param centroids in the order in which new numbers are given
 * @see Kuhn (1955), The Hungarian method for the assignment problem
 */
export function numberClusters(
  centroids: readonly Point[],
  before: NumberedClusters = { numbers: [], centroids: [], next: 0 },
): { numbers: number[]; next: number } {
  const costs = centroids.map((centroid) => before.centroids.map((other) => squaredDistance(centroid, other)));
  const partners = new Map(before.centroids.length > 0 ? munkres(costs) : []);
  let next = before.next;
  const numbers = centroids.map((centroid, index) => {
    const partner = partners.get(index);
    const isSame = partner !== undefined && partner === nearest(centroid, before.centroids);
    return isSame ? (before.numbers[partner] as number) : next++;
  });
  return { numbers, next };
}

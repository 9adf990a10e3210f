import munkres from 'munkres';
import { itemAt } from '../collections/indexing.ts';
import { nearestIndex, type Point, squaredDistance } from './geometry/points.ts';

/** Clusters of an earlier run, on this run's scales. */
export interface NumberedClusters {
  numbers: readonly number[];
  centroids: readonly Point[];
  /** The first number never used. */
  next: number;
}

/**
 * Numbers clusters so that a number keeps its meaning: each cluster takes the number of its partner in the assignment to
 * the earlier clusters with the smallest sum of squared distances, if it lies nearer to it than to any other of them. A
 * cluster without a partner takes a number that was never used.
 * @param centroids in the order in which new numbers are given
 * @see Kuhn (1955), The Hungarian method for the assignment problem
 * @example
 * numberClusters([[0], [5]]) // => { numbers: [0, 1], next: 2 }
 * numberClusters([[0], [5]], { numbers: [3], centroids: [[5.5]], next: 4 }) // => { numbers: [4, 3], next: 5 }
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
    const isSame = partner !== undefined && partner === nearestIndex(centroid, before.centroids);
    return isSame ? itemAt(before.numbers, partner) : next++;
  });
  return { numbers, next };
}

import munkres from 'munkres';
import { itemAt } from '../collections/indexing.ts';
import { nearestIndex, type Point, squaredDistance } from './geometry/points.ts';

/** The clusters of a previous run, on the scales of this run. */
export interface NumberedClusters {
  numbers: readonly number[];
  centroids: readonly Point[];
  /** The first unused number. */
  next: number;
}

/**
 * Numbers clusters so that numbers keep their meaning between runs. Clusters are matched to the previous ones with the
 * smallest sum of squared distances, and take the number of their match if no other previous cluster is nearer. All other
 * clusters take unused numbers.
 * @param centroids centroids in the order in which to assign new numbers
 * @see Kuhn (1955), The Hungarian method for the assignment problem
 * @example
 * numberClusters([[0], [5]]) // => { numbers: [0, 1], next: 2 }
 * numberClusters([[0], [5]], { numbers: [3], centroids: [[5.5]], next: 4 }) // => { numbers: [4, 3], next: 5 }
 */
export function numberClusters(
  centroids: readonly Point[],
  previous: NumberedClusters = { numbers: [], centroids: [], next: 0 },
): { numbers: number[]; next: number } {
  const costs = centroids.map((centroid) => previous.centroids.map((other) => squaredDistance(centroid, other)));
  const matches = new Map(previous.centroids.length > 0 ? munkres(costs) : []);
  let next = previous.next;
  const numbers = centroids.map((centroid, index) => {
    const match = matches.get(index);
    const isSame = match !== undefined && match === nearestIndex(centroid, previous.centroids);
    return isSame ? itemAt(previous.numbers, match) : next++;
  });
  return { numbers, next };
}

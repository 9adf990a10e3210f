import { itemAt, zipWith } from '../../collections/indexing.ts';

/** A customer's scaled features. */
export type Point = readonly number[];

/**
 * Computes the squared Euclidean distance.
 * @param b point with the dimension of `a`
 * @returns NaN when `b` has fewer dimensions
 * @example
 * squaredDistance([1, 2], [4, 6]) // => 25
 */
export function squaredDistance(a: Point, b: Point): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) {
    const difference = (a[index] ?? Number.NaN) - (b[index] ?? Number.NaN);
    sum += difference * difference;
  }
  return sum;
}

/**
 * Returns the index of the nearest centroid; on a tie, the first.
 * @param centroids at least one
 * @example
 * nearestIndex([4], [[0], [5], [9]]) // => 1
 */
export function nearestIndex(point: Point, centroids: readonly Point[]): number {
  let best = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let index = 0;
  for (const centroid of centroids) {
    const distance = squaredDistance(point, centroid);
    if (distance < smallest) [best, smallest] = [index, distance];
    index++;
  }
  return best;
}

/**
 * Returns the index of the nearest centroid for every point.
 * @example
 * assignToNearest([[1], [4], [8]], [[0], [5], [9]]) // => [0, 1, 2]
 */
export function assignToNearest(points: readonly Point[], centroids: readonly Point[]): number[] {
  return points.map((point) => nearestIndex(point, centroids));
}

/**
 * Computes the within-cluster sum of squares: Σ squared distance from each point to the centroid of its label.
 * @param labels 0 … number of centroids − 1, one per point
 * @example
 * inertia([[0], [2], [7]], [[1], [7]], [0, 0, 1]) // => 2
 */
export function inertia(points: readonly Point[], centroids: readonly Point[], labels: readonly number[]): number {
  return zipWith(points, labels, (point, label) => squaredDistance(point, itemAt(centroids, label))).reduce(
    (sum, distance) => sum + distance,
    0,
  );
}

/**
 * Computes the mean of points.
 * @param points points of equal dimension
 * @returns empty without points
 * @example
 * meanPoint([[0, 1], [4, 3]]) // => [2, 2]
 */
export function meanPoint(points: readonly Point[]): number[] {
  const sums: number[] = [];
  for (const point of points) {
    let dimension = 0;
    for (const value of point) {
      sums[dimension] = (sums[dimension] ?? 0) + value;
      dimension++;
    }
  }
  return Array.from(sums, (sum) => sum / points.length);
}

/**
 * Computes the mean of each cluster.
 * @param labels 0 … k−1, one per point, each used at least once
 * @example
 * clusterMeans([[0], [2], [7]], [0, 0, 1]) // => [[1], [7]]
 */
export function clusterMeans(points: readonly Point[], labels: readonly number[]): number[][] {
  return groupByLabel(points, labels).map(meanPoint);
}

/**
 * Groups items by cluster 0 … k−1. Items with a negative label are left out.
 * @param labels whole numbers, one per item
 * @example
 * groupByLabel(['a', 'b', 'c'], [1, -1, 0]) // => [['c'], ['a']]
 */
export function groupByLabel<Item>(items: readonly Item[], labels: readonly number[]): Item[][] {
  const groups: Item[][] = Array.from({ length: Math.max(-1, ...new Set(labels)) + 1 }, () => []);
  zipWith(items, labels, (item, label) => groups[label]?.push(item));
  return groups;
}

/**
 * Counts the distinct points.
 * @example
 * countDistinct([[1, 2], [1, 2], [2, 1]]) // => 2
 */
export function countDistinct(points: readonly Point[]): number {
  return new Set(points.map((point) => point.join(' '))).size;
}

import { inertia, meanPoint, type Point } from '../geometry/points.ts';

/**
 * Computes the Caliński–Harabasz index, (B / (k − 1)) / (W / (n − k)): B and W are the sums of squares between and within k
 * clusters of n points. Higher is better.
 * @param centroids the mean of each cluster
 * @param labels 0 … k−1, one per point, each used at least once
 * @returns the index; 1 when all points of each cluster are equal, as in scikit-learn
 * @see Caliński & Harabasz (1974), A dendrite method for cluster analysis, eq. 3
 * @example
 * calinskiHarabasz([[0], [2], [9], [11]], [[1], [10]], [0, 0, 1, 1]) // => 40.5
 */
export function calinskiHarabasz(
  points: readonly Point[],
  centroids: readonly Point[],
  labels: readonly number[],
): number {
  const mean = meanPoint(points);
  const [n, k] = [points.length, centroids.length];
  const W = inertia(points, centroids, labels);
  const B = inertia(
    labels.map(() => mean),
    centroids,
    labels,
  );
  return W === 0 ? 1 : B / (k - 1) / (W / (n - k));
}

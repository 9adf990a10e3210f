import { inertiaOf, meanOf, type Point, squaredDistance } from '../geometry/points.ts';

/**
 * How much farther clusters lie apart than their points spread: (B / (k − 1)) / (W / (n − k)), B and W the sums of
 * squares between and within clusters. Higher is better.
 * @param centroids the mean of each cluster
 * @param labels 0 … k−1, each used at least once
 * @returns 1 when all points of each cluster are equal, as scikit-learn has it
 * @see Caliński & Harabasz (1974), A dendrite method for cluster analysis, eq. 3
 */
export function calinskiHarabasz(
  points: readonly Point[],
  centroids: readonly Point[],
  labels: readonly number[],
): number {
  const whole = meanOf(points);
  const within = inertiaOf(points, centroids, labels);
  const between = labels.reduce((sum, label) => sum + squaredDistance(centroids[label] as Point, whole), 0);
  if (within === 0) return 1;
  return (between * (points.length - centroids.length)) / (within * (centroids.length - 1));
}

import { type Point, squaredDistance } from '../geometry/points.ts';

/**
 * Mean over clusters of the worst (sᵢ + sⱼ) / dᵢⱼ: s the mean distance of a cluster's points to its centroid, d the
 * distance of two centroids. Lower is better.
 * @param centroids the mean of each cluster
 * @param labels 0 … k−1, each used at least once
 * @see Davies & Bouldin (1979), A cluster separation measure, definitions 4 and 5
 */
export function daviesBouldin(
  points: readonly Point[],
  centroids: readonly Point[],
  labels: readonly number[],
): number {
  const sizes = centroids.map(() => 0);
  const spreads = centroids.map(() => 0);
  for (const [index, point] of points.entries()) {
    const label = labels[index] as number;
    sizes[label] = (sizes[label] as number) + 1;
    spreads[label] = (spreads[label] as number) + Math.sqrt(squaredDistance(point, centroids[label] as Point));
  }
  const scatter = spreads.map((sum, cluster) => sum / (sizes[cluster] as number));
  const worst = centroids.map((centroid, i) =>
    Math.max(
      0,
      ...centroids.flatMap((other, j) => {
        const apart = Math.sqrt(squaredDistance(centroid, other));
        return i === j || apart === 0 ? [] : [((scatter[i] as number) + (scatter[j] as number)) / apart];
      }),
    ),
  );
  return worst.reduce((sum, ratio) => sum + ratio, 0) / centroids.length;
}

import { zipWith } from '../../collections/indexing.ts';
import { groupByLabel, type Point, squaredDistance } from '../geometry/points.ts';

/**
 * Computes the Davies–Bouldin index, (1/k) Σᵢ max over j ≠ i of (Sᵢ + Sⱼ) / Mᵢⱼ: S is the mean distance of a cluster's points
 * to its centroid, M the distance between two centroids. Lower is better.
 * @param centroids the mean of each cluster
 * @param labels 0 … k−1, one per point, each used at least once
 * @see Davies & Bouldin (1979), A cluster separation measure, definitions 4 and 5
 * @example
 * daviesBouldin([[0], [2], [9], [11]], [[1], [10]], [0, 0, 1, 1]) // => 0.2222
 */
export function daviesBouldin(
  points: readonly Point[],
  centroids: readonly Point[],
  labels: readonly number[],
): number {
  const clusters = zipWith(centroids, groupByLabel(points, labels), (centroid, members) => ({
    centroid,
    S: members.reduce((sum, point) => sum + distance(point, centroid), 0) / members.length,
  }));
  const worst = clusters.map((one) => {
    const others = clusters.filter((other) => other !== one && distance(one.centroid, other.centroid) > 0);
    return Math.max(0, ...others.map((other) => (one.S + other.S) / distance(one.centroid, other.centroid)));
  });
  return worst.reduce((sum, ratio) => sum + ratio, 0) / centroids.length;
}

const distance = (a: Point, b: Point) => Math.sqrt(squaredDistance(a, b));

import { at } from '../../collections/indexing.ts';
import type { Distances } from '../geometry/distances.ts';

/**
 * Computes the mean silhouette of a clustering. The silhouette of a point is s = (b − a) / max(a, b), where a is its mean
 * distance to its own cluster and b that to the nearest other cluster. It is 0 for a point alone in its cluster.
 * @param labels cluster of each point, 0 … k−1
 * @returns −1 … 1; NaN with fewer than two clusters
 * @see Rousseeuw (1987), Silhouettes: a graphical aid to the interpretation and validation of cluster analysis, eq. 2
 * @example
 * silhouetteScore(pairwiseDistances([[0], [2], [9], [11]]), [0, 0, 1, 1]) // => 0.775
 */
export function silhouetteScore({ count, between }: Distances, labels: readonly number[]): number {
  const clusters = Float64Array.from(labels);
  const sizes = new Float64Array(Math.max(-1, ...new Set(labels)) + 1);
  for (const cluster of clusters) sizes[cluster] = at(sizes, cluster) + 1;
  if (sizes.filter((size) => size > 0).length < 2) return Number.NaN;

  const sums = new Float64Array(sizes.length);
  let total = 0;
  for (let i = 0; i < count; i++) {
    sums.fill(0);
    for (let j = 0; j < count; j++) {
      const cluster = at(clusters, j);
      sums[cluster] = at(sums, cluster) + at(between, i * count + j);
    }
    total += silhouette(at(clusters, i), sums, sizes);
  }
  return total / count;
}

/** Computes the silhouette of a point. @param sums sums of its distances to the points of each cluster */
function silhouette(own: number, sums: Float64Array, sizes: Float64Array): number {
  if (at(sizes, own) === 1) return 0;
  const a = at(sums, own) / (at(sizes, own) - 1);
  let b = Number.POSITIVE_INFINITY;
  for (let other = 0; other < sizes.length; other++) {
    if (other !== own && at(sizes, other) > 0) b = Math.min(b, at(sums, other) / at(sizes, other));
  }
  return Math.max(a, b) > 0 ? (b - a) / Math.max(a, b) : 0;
}

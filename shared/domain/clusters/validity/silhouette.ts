import type { Distances } from '../geometry/distances.ts';

/**
 * Mean silhouette of a clustering: for each point (b − a) / max(a, b), where a is its mean distance to its own cluster
 * and b that to the nearest other one. A point alone in its cluster counts 0.
 * @param labels the cluster of each point, 0 … k−1
 * @returns −1 … 1; NaN when fewer than two clusters are used
 * @see Rousseeuw (1987), Silhouettes: a graphical aid to the interpretation and validation of cluster analysis, eq. 2
 */
export function silhouetteScore({ count, between }: Distances, labels: readonly number[]): number {
  const sizes = new Float64Array(Math.max(-1, ...new Set(labels)) + 1);
  for (const label of labels) sizes[label] = (sizes[label] as number) + 1;
  if (sizes.filter((size) => size > 0).length < 2) return Number.NaN;

  const clusters = Int32Array.from(labels);
  const sums = new Float64Array(sizes.length);
  let total = 0;
  for (let i = 0; i < count; i++) {
    sums.fill(0);
    for (let j = 0, at = i * count; j < count; j++, at++) {
      const cluster = clusters[j] as number;
      sums[cluster] = (sums[cluster] as number) + (between[at] as number);
    }
    total += silhouetteOf(clusters[i] as number, sums, sizes);
  }
  return total / count;
}

/** @param sums of one point's distances to each cluster */
function silhouetteOf(own: number, sums: Float64Array, sizes: Float64Array): number {
  const ownSize = sizes[own] as number;
  if (ownSize === 1) return 0;
  const a = (sums[own] as number) / (ownSize - 1);
  let b = Number.POSITIVE_INFINITY;
  for (let other = 0; other < sizes.length; other++) {
    const size = sizes[other] as number;
    if (other !== own && size > 0) b = Math.min(b, (sums[other] as number) / size);
  }
  const larger = Math.max(a, b);
  return larger > 0 ? (b - a) / larger : 0;
}

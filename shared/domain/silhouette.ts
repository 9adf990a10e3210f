/**
 * Mean silhouette of a clustering: for each point (b − a) / max(a, b), where a is its mean distance to its own cluster
 * and b that to the nearest other one. A point alone in its cluster counts 0.
 * @param points n points of equal length
 * @param labels the cluster of each point, 0 … k−1
 * @returns −1 … 1; NaN when fewer than two clusters are used
 * @see Rousseeuw (1987), Silhouettes: a graphical aid to the interpretation and validation of cluster analysis, eq. 2
 */
export function silhouetteScore(points: readonly (readonly number[])[], labels: readonly number[]): number {
  const clusterCount = Math.max(-1, ...new Set(labels)) + 1;
  const sizes = new Array<number>(clusterCount).fill(0);
  for (const label of labels) sizes[label] = (sizes[label] ?? 0) + 1;
  if (sizes.filter((size) => size > 0).length < 2) return Number.NaN;

  // One row of distances at a time: n·k memory, where the whole matrix would take n².
  const sums = new Float64Array(points.length * clusterCount);
  for (let i = 0; i < points.length; i++) {
    const point = points[i] as readonly number[];
    for (let j = i + 1; j < points.length; j++) {
      const distance = euclidean(point, points[j] as readonly number[]);
      add(sums, i * clusterCount + (labels[j] as number), distance);
      add(sums, j * clusterCount + (labels[i] as number), distance);
    }
  }

  let total = 0;
  for (let i = 0; i < points.length; i++) {
    const own = labels[i] as number;
    const ownSize = sizes[own] as number;
    if (ownSize === 1) continue;
    const a = (sums[i * clusterCount + own] as number) / (ownSize - 1);
    let b = Number.POSITIVE_INFINITY;
    for (let other = 0; other < clusterCount; other++) {
      const size = sizes[other] as number;
      if (other !== own && size > 0) b = Math.min(b, (sums[i * clusterCount + other] as number) / size);
    }
    const larger = Math.max(a, b);
    if (larger > 0) total += (b - a) / larger;
  }
  return total / points.length;
}

function add(sums: Float64Array, index: number, distance: number): void {
  sums[index] = (sums[index] as number) + distance;
}

function euclidean(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) {
    const difference = (a[index] as number) - (b[index] as number);
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}

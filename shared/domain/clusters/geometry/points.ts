/** One customer in scaled features. */
export type Point = readonly number[];

export function squaredDistance(a: Point, b: Point): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) {
    const difference = (a[index] as number) - (b[index] as number);
    sum += difference * difference;
  }
  return sum;
}

/** Index of the centroid next to a point; the first of equally near ones. */
export function nearest(point: Point, centroids: readonly Point[]): number {
  let best = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (let index = 0; index < centroids.length; index++) {
    const distance = squaredDistance(point, centroids[index] as Point);
    if (distance < smallest) {
      smallest = distance;
      best = index;
    }
  }
  return best;
}

export function labelsOf(points: readonly Point[], centroids: readonly Point[]): number[] {
  return points.map((point) => nearest(point, centroids));
}

/** Sum of squared distances from each point to the centroid of its label. */
export function inertiaOf(points: readonly Point[], centroids: readonly Point[], labels: readonly number[]): number {
  return points.reduce(
    (sum, point, index) => sum + squaredDistance(point, centroids[labels[index] as number] as Point),
    0,
  );
}

export function meanOf(points: readonly Point[]): number[] {
  const sums = new Array<number>(points[0]?.length ?? 0).fill(0);
  for (const point of points)
    for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] as number) + (point[at] as number);
  return sums.map((sum) => sum / points.length);
}

/**
 * The mean of each cluster's points.
 * @param labels 0 … k−1, each used at least once
 */
export function centroidsOf(points: readonly Point[], labels: readonly number[]): number[][] {
  return membersOf(points, labels).map(meanOf);
}

/** The points of each cluster 0 … k−1; a negative label is in none. */
export function membersOf<Item>(items: readonly Item[], labels: readonly number[]): Item[][] {
  const members: Item[][] = Array.from({ length: Math.max(-1, ...new Set(labels)) + 1 }, () => []);
  for (const [index, item] of items.entries()) members[labels[index] as number]?.push(item);
  return members;
}

export function distinctCount(points: readonly Point[]): number {
  return new Set(points.map((point) => point.join(' '))).size;
}

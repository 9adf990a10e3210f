import { kmeans } from 'ml-kmeans';
import type { Random } from '../../statistics/random.ts';
import { type Point, squaredDistance } from '../geometry/points.ts';

const MAX_ITERATIONS = 100;
/** Squared, of a centroid in points that vary by about 1: it moves no more, as in scikit-learn. */
const TOLERANCE = 1e-4;

/**
 * k-means for several k, each the best of several starts. Half of the starts grow from the best centroids of the k
 * before, which finds better ones in less time than fresh starts alone.
 * @param ks ascending, none above the number of distinct points
 * @returns the centroids for each k
 * @see Lloyd (1982), Least squares quantization in PCM; Likas, Vlassis & Verbeek (2003), The global k-means clustering algorithm
 */
export function kMeans(
  points: readonly Point[],
  ks: readonly number[],
  { starts, random }: { starts: number; random: Random },
): number[][][] {
  const found: number[][][] = [];
  for (const k of ks) {
    const before = found.at(-1) ?? [];
    let best: { centroids: number[][]; inertia: number } | undefined;
    for (let start = 0; start < starts; start++) {
      const from = start % 2 === 0 ? [] : before;
      const centroids = lloyd(points, startingCentroids(points, k, random, from));
      const inertia = squaredDistancesTo(points, centroids);
      if (!best || inertia < best.inertia) best = { centroids, inertia };
    }
    if (best) found.push(best.centroids);
  }
  return found;
}

/** Moves each centroid to the mean of the points next to it until none moves any more. */
export function lloyd(points: readonly Point[], initialization: number[][]): number[][] {
  const options = { initialization, maxIterations: MAX_ITERATIONS, tolerance: TOLERANCE };
  return kmeans(points as number[][], initialization.length, options).centroids;
}

/**
 * Greedy k-means++: each next centroid is the best of 2 + ⌊ln k⌋ points drawn in proportion to their squared distance
 * from the centroids so far.
 * @param from centroids to begin with
 * @see Arthur & Vassilvitskii (2007), k-means++: the advantages of careful seeding, sections 2.2 and 5
 */
function startingCentroids(points: readonly Point[], k: number, random: Random, from: readonly Point[]): number[][] {
  const centroids: Point[] = from.length > 0 ? [...from] : [points[Math.floor(random() * points.length)] as Point];
  const nearest = new Float64Array(points.length).fill(Number.POSITIVE_INFINITY);
  let total = 0;
  for (const centroid of centroids) total = approach(nearest, points, centroid);
  while (centroids.length < k) {
    const trials = Array.from(
      { length: 2 + Math.floor(Math.log(k)) },
      () => points[drawn(nearest, total, random)] as Point,
    );
    const left = trials.map((point) => approach(nearest.slice(), points, point));
    const best = trials[left.indexOf(Math.min(...left))] as Point;
    total = approach(nearest, points, best);
    centroids.push(best);
  }
  return centroids.map((centroid) => [...centroid]);
}

/** Lowers each point's distance to its nearest centroid by one more centroid, in place. @returns the sum */
function approach(nearest: Float64Array, points: readonly Point[], centroid: Point): number {
  let sum = 0;
  for (let index = 0; index < nearest.length; index++) {
    const distance = Math.min(nearest[index] as number, squaredDistance(points[index] as Point, centroid));
    nearest[index] = distance;
    sum += distance;
  }
  return sum;
}

const squaredDistancesTo = (points: readonly Point[], centroids: readonly Point[]) => {
  const nearest = new Float64Array(points.length).fill(Number.POSITIVE_INFINITY);
  return centroids.reduce((_, centroid) => approach(nearest, points, centroid), 0);
};

/** An index, drawn in proportion to its weight. @param total sum of the weights */
function drawn(weights: Float64Array, total: number, random: Random): number {
  let left = random() * total;
  for (let index = 0; index < weights.length; index++) {
    left -= weights[index] as number;
    if (left < 0) return index;
  }
  return weights.length - 1;
}

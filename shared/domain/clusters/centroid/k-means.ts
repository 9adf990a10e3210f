import { kmeans } from 'ml-kmeans';
import { at, itemAt } from '../../collections/indexing.ts';
import type { Random } from '../../statistics/random.ts';
import { type Point, squaredDistance } from '../geometry/points.ts';

const MAX_ITERATIONS = 100;
/** Squared distance that a centroid moves, in points that vary by about 1: below it the search ends, as in scikit-learn. */
const TOLERANCE = 1e-4;

/**
 * k-means for several k, each the best of several starts. Half of the starts grow from the best centroids of the k
 * before, which finds better ones in less time than fresh starts alone.
 * @param ks ascending, none above the number of distinct points
 * @returns the centroids for each k
 * @see Lloyd (1982), Least squares quantization in PCM; Likas, Vlassis & Verbeek (2003), The global k-means clustering algorithm
 * @example
 * const [two] = kMeans([[0], [2], [9], [11]], [2], { starts: 2, random: () => 0.5 });
 * two.toSorted((a, b) => a[0] - b[0]) // => [[1], [10]]
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
      const inertia = nearestInertia(points, centroids);
      if (!best || inertia < best.inertia) best = { centroids, inertia };
    }
    if (best) found.push(best.centroids);
  }
  return found;
}

/**
 * Lloyd's algorithm: moves each centroid to the mean of the points nearest to it until none moves any more.
 * @param initialization at least one centroid
 * @example
 * lloyd([[0], [2], [9], [11]], [[0], [2]]) // => [[1], [10]]
 */
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
  const centroids = from.length > 0 ? [...from] : [itemAt(points, Math.floor(random() * points.length))];
  const nearest = new Float64Array(points.length).fill(Number.POSITIVE_INFINITY);
  let total = 0;
  for (const centroid of centroids) total = lowerDistances(nearest, points, centroid);
  while (centroids.length < k) {
    const trials = Array.from({ length: 2 + Math.floor(Math.log(k)) }, () => {
      const point = itemAt(points, drawIndex(nearest, total, random));
      return { point, left: lowerDistances(nearest.slice(), points, point) };
    });
    const { point } = trials.reduce((best, trial) => (trial.left < best.left ? trial : best));
    total = lowerDistances(nearest, points, point);
    centroids.push(point);
  }
  return centroids.map((centroid) => [...centroid]);
}

/** Lowers each point's squared distance to its nearest centroid by one more centroid, in place. @returns the sum */
function lowerDistances(nearest: Float64Array, points: readonly Point[], centroid: Point): number {
  let sum = 0;
  let index = 0;
  for (const point of points) {
    const distance = Math.min(at(nearest, index), squaredDistance(point, centroid));
    nearest[index++] = distance;
    sum += distance;
  }
  return sum;
}

/** Σ squared distance from each point to its nearest centroid. */
function nearestInertia(points: readonly Point[], centroids: readonly Point[]): number {
  const nearest = new Float64Array(points.length).fill(Number.POSITIVE_INFINITY);
  return centroids.reduce((_, centroid) => lowerDistances(nearest, points, centroid), 0);
}

/** An index, drawn in proportion to its weight. @param total sum of the weights */
function drawIndex(weights: Float64Array, total: number, random: Random): number {
  let left = random() * total;
  let index = 0;
  for (const weight of weights) {
    left -= weight;
    if (left < 0) return index;
    index++;
  }
  return weights.length - 1;
}

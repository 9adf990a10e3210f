import { kmeans } from 'ml-kmeans';
import { at, itemAt } from '../../collections/indexing.ts';
import type { Random } from '../../statistics/random.ts';
import { type Point, squaredDistance } from '../geometry/points.ts';

const MAX_ITERATIONS = 100;
/** Squared distance of a centroid's last move at which the search ends, for features with unit variance, as in scikit-learn. */
const TOLERANCE = 1e-4;

/**
 * Fits k-means for several k, each from several starts. Half of the starts extend the best centroids of the previous k,
 * which finds better solutions faster than independent starts alone.
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
  const centroidsByK: number[][][] = [];
  for (const k of ks) {
    const previous = centroidsByK.at(-1) ?? [];
    let best: { centroids: number[][]; inertia: number } | undefined;
    for (let start = 0; start < starts; start++) {
      const initial = start % 2 === 0 ? [] : previous;
      const centroids = lloyd(points, startingCentroids(points, k, random, initial));
      const inertia = nearestInertia(points, centroids);
      if (!best || inertia < best.inertia) best = { centroids, inertia };
    }
    if (best) centroidsByK.push(best.centroids);
  }
  return centroidsByK;
}

/**
 * Runs Lloyd's algorithm: moves each centroid to the mean of its nearest points until none moves.
 * @param initialization at least one centroid
 * @example
 * lloyd([[0], [2], [9], [11]], [[0], [2]]) // => [[1], [10]]
 */
export function lloyd(points: readonly Point[], initialization: number[][]): number[][] {
  const options = { initialization, maxIterations: MAX_ITERATIONS, tolerance: TOLERANCE };
  return kmeans(points as number[][], initialization.length, options).centroids;
}

/**
 * Chooses starting centroids by greedy k-means++: each further centroid is the best of 2 + ⌊ln k⌋ points, drawn in
 * proportion to their squared distance from the centroids so far.
 * @param initial centroids to start from
 * @see Arthur & Vassilvitskii (2007), k-means++: the advantages of careful seeding, sections 2.2 and 5
 */
function startingCentroids(points: readonly Point[], k: number, random: Random, initial: readonly Point[]): number[][] {
  const centroids = initial.length > 0 ? [...initial] : [itemAt(points, Math.floor(random() * points.length))];
  const nearest = new Float64Array(points.length).fill(Number.POSITIVE_INFINITY);
  let total = 0;
  for (const centroid of centroids) total = updateNearest(nearest, points, centroid);
  while (centroids.length < k) {
    const trials = Array.from({ length: 2 + Math.floor(Math.log(k)) }, () => {
      const point = itemAt(points, drawIndex(nearest, total, random));
      return { point, remaining: updateNearest(nearest.slice(), points, point) };
    });
    const { point } = trials.reduce((best, trial) => (trial.remaining < best.remaining ? trial : best));
    total = updateNearest(nearest, points, point);
    centroids.push(point);
  }
  return centroids.map((centroid) => [...centroid]);
}

/** Updates each point's squared distance to its nearest centroid for an additional centroid, in place. @returns the sum */
function updateNearest(nearest: Float64Array, points: readonly Point[], centroid: Point): number {
  let sum = 0;
  let index = 0;
  for (const point of points) {
    const distance = Math.min(at(nearest, index), squaredDistance(point, centroid));
    nearest[index++] = distance;
    sum += distance;
  }
  return sum;
}

/** Computes Σ squared distance from each point to its nearest centroid. */
function nearestInertia(points: readonly Point[], centroids: readonly Point[]): number {
  const nearest = new Float64Array(points.length).fill(Number.POSITIVE_INFINITY);
  return centroids.reduce((_, centroid) => updateNearest(nearest, points, centroid), 0);
}

/** Draws an index in proportion to its weight. @param total sum of the weights */
function drawIndex(weights: Float64Array, total: number, random: Random): number {
  let remaining = random() * total;
  let index = 0;
  for (const weight of weights) {
    remaining -= weight;
    if (remaining < 0) return index;
    index++;
  }
  return weights.length - 1;
}

import { kmeans } from 'ml-kmeans';
import { silhouetteScore } from './silhouette.ts';

type Point = readonly number[];

/** One k that was tried. */
export interface Candidate {
  k: number;
  /** Within-cluster sum of squared distances over the fitted points. */
  inertia: number;
  /** Mean silhouette on the first {@link SILHOUETTE_POINTS} points. */
  silhouette: number;
  /** Share of the fitted points that the smallest cluster holds. */
  smallestShare: number;
  centroids: number[][];
}

export interface Clustering {
  /** One centroid and everybody in it when no candidate is clear. */
  centroids: number[][];
  inertia: number;
  /** Null with a single cluster. */
  silhouette: number | null;
  candidates: Omit<Candidate, 'centroids'>[];
}

export interface ClusteringOptions {
  minK: number;
  maxK: number;
  minShare: number;
  minSilhouette: number;
  seed: number;
}

const SILHOUETTE_POINTS = 2000;
const MAX_ITERATIONS = 100;
const STARTS = 3;

/** Index of the centroid next to a point; the first of equally near ones. */
export function nearest(point: Point, centroids: readonly Point[]): number {
  let best = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (const [index, centroid] of centroids.entries()) {
    const distance = squaredDistance(point, centroid);
    if (distance < smallest) {
      smallest = distance;
      best = index;
    }
  }
  return best;
}

/** Sum of squared distances from each point to its nearest centroid. */
export function inertiaOf(points: readonly Point[], centroids: readonly Point[]): number {
  return points.reduce((sum, point) => sum + squaredDistance(point, centroids[nearest(point, centroids)] as Point), 0);
}

/**
 * Fits k-means for every k and keeps the one with the best mean silhouette among those whose smallest cluster is large
 * enough; when none reaches `minSilhouette`, the answer is one cluster.
 * @param points scaled features, in an order that has nothing to do with their values
 */
export function chooseClustering(points: readonly Point[], options: ClusteringOptions): Clustering {
  const distinct = new Set(points.map((point) => point.join(' '))).size;
  const candidates: Candidate[] = [];
  for (let k = options.minK; k <= Math.min(options.maxK, distinct - 1); k++) {
    candidates.push(fit(points, k, options.seed));
  }
  const [best] = candidates
    .filter(({ silhouette, smallestShare }) => silhouette >= options.minSilhouette && smallestShare >= options.minShare)
    .toSorted((a, b) => b.silhouette - a.silhouette || a.k - b.k);
  const shown = candidates.map(({ centroids, ...candidate }) => candidate);
  if (best) {
    return { centroids: best.centroids, inertia: best.inertia, silhouette: best.silhouette, candidates: shown };
  }
  const centroids = [meanOf(points)];
  return { centroids, inertia: inertiaOf(points, centroids), silhouette: null, candidates: shown };
}

/** The best of several seeded starts. */
function fit(points: readonly Point[], k: number, seed: number): Candidate {
  let centroids: number[][] = [];
  let inertia = Number.POSITIVE_INFINITY;
  for (let start = 0; start < STARTS; start++) {
    const fitted = kmeans(points as number[][], k, {
      seed: seed + start,
      initialization: 'kmeans++',
      maxIterations: MAX_ITERATIONS,
    });
    const fittedInertia = inertiaOf(points, fitted.centroids);
    if (fittedInertia < inertia) [centroids, inertia] = [fitted.centroids, fittedInertia];
  }
  const labels = points.map((point) => nearest(point, centroids));
  const sizes = centroids.map((_, cluster) => labels.filter((label) => label === cluster).length);
  return {
    k,
    inertia,
    silhouette: silhouetteScore(points.slice(0, SILHOUETTE_POINTS), labels.slice(0, SILHOUETTE_POINTS)),
    smallestShare: Math.min(...sizes) / points.length,
    centroids,
  };
}

function meanOf(points: readonly Point[]): number[] {
  const [first = []] = points;
  return first.map((_, index) => points.reduce((sum, point) => sum + (point[index] as number), 0) / points.length);
}

function squaredDistance(a: Point, b: Point): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += ((a[index] as number) - (b[index] as number)) ** 2;
  return sum;
}

import { randomNormal } from 'd3-random';
import { itemAt, zipWith } from '../../collections/indexing.ts';
import type { Random } from '../../statistics/random.ts';
import { pairwiseDistances } from '../geometry/distances.ts';
import { assignToNearest, meanPoint, type Point } from '../geometry/points.ts';
import { principalComponents } from '../geometry/principal-components.ts';
import { silhouetteScore } from '../validity/silhouette.ts';

const DRAWS = 4;
const DRAWN_POINTS = 500;

/**
 * Computes the mean silhouette that each k reaches on data without clusters: the higher value of a uniform box and a Gaussian
 * cloud with the covariance of the points. Real clusters must exceed it.
 * @param fit the clustering method: points → centroids for each k
 * @see Tibshirani, Walther & Hastie (2001), Estimating the number of clusters in a data set via the gap statistic,
 *   section 3 (the box along the principal axes); Liu, Hayes, Nobel & Marron (2008), Statistical significance of
 *   clustering for high-dimension, low-sample size data (the Gaussian)
 * @example
 * let state = 1;
 * const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
 * const fit = (points) => kMeans(points, [2], { starts: 2, random });
 * const [silhouette] = chanceSilhouettes([[0], [1], [2], [3], [4], [5], [6], [7]], fit, random);
 * silhouette > 0.4 && silhouette < 0.9 // => true
 */
export function chanceSilhouettes(
  points: readonly Point[],
  fit: (points: readonly Point[]) => number[][][],
  random: Random,
): number[] {
  const normal = randomNormal.source(random)();
  const uniform = () => (2 * random() - 1) * Math.sqrt(3);
  const [boxes, clouds] = [uniform, normal].map((next) => {
    const draws = Array.from({ length: DRAWS }, () => silhouettes(drawLike(points, next), fit));
    return (draws[0] ?? []).map((_, k) => draws.reduce((sum, draw) => sum + itemAt(draw, k), 0) / DRAWS);
  });
  return zipWith(boxes ?? [], clouds ?? [], (box, cloud) => Math.max(box, cloud));
}

/** Draws points with the mean and covariance of the given points. @param next draws a number with mean 0 and variance 1 */
function drawLike(points: readonly Point[], next: () => number): number[][] {
  const mean = meanPoint(points);
  const components = principalComponents(points);
  return Array.from({ length: Math.min(DRAWN_POINTS, points.length) }, () => {
    const steps = components.map(({ weights, variance }) => ({ weights, length: Math.sqrt(variance) * next() }));
    return mean.map((center, dimension) =>
      steps.reduce((sum, { weights, length }) => sum + itemAt(weights, dimension) * length, center),
    );
  });
}

function silhouettes(points: readonly Point[], fit: (points: readonly Point[]) => number[][][]): number[] {
  const distances = pairwiseDistances(points);
  return fit(points).map((centroids) => silhouetteScore(distances, assignToNearest(points, centroids)));
}

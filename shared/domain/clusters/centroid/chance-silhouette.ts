import { randomNormal } from 'd3-random';
import type { Random } from '../../statistics/random.ts';
import { distancesOf } from '../geometry/distances.ts';
import { labelsOf, meanOf, type Point } from '../geometry/points.ts';
import { principalComponents } from '../geometry/principal-components.ts';
import { silhouetteScore } from '../validity/silhouette.ts';

const DRAWS = 4;
const DRAWN_POINTS = 500;

/**
 * The mean silhouette that each k reaches on points without any clusters: one uniform box and one Gaussian cloud with
 * the covariance of the given points, whichever does better. What real clusters have to beat.
 * @param fit the clustering at hand: points → for each k its centroids
 * @see Tibshirani, Walther & Hastie (2001), Estimating the number of clusters in a data set via the gap statistic,
 *   section 3 (the box along the principal axes); Liu, Hayes, Nobel & Marron (2008), Statistical significance of
 *   clustering for high-dimension, low-sample size data (the Gaussian)
 */
export function silhouettesByChance(
  points: readonly Point[],
  fit: (points: readonly Point[]) => number[][][],
  random: Random,
): number[] {
  const normal = randomNormal.source(random)();
  const uniform = () => (2 * random() - 1) * Math.sqrt(3);
  const [boxes, clouds] = [uniform, normal].map((next) => {
    const draws = Array.from({ length: DRAWS }, () => silhouettes(drawLike(points, next), fit));
    return (draws[0] ?? []).map((_, at) => draws.reduce((sum, draw) => sum + (draw[at] as number), 0) / DRAWS);
  });
  return (boxes ?? []).map((silhouette, at) => Math.max(silhouette, clouds?.[at] ?? silhouette));
}

/** Points with the mean and covariance of the given ones. @param next a number of mean 0 and variance 1 */
function drawLike(points: readonly Point[], next: () => number): number[][] {
  const mean = meanOf(points);
  const components = principalComponents(points);
  return Array.from({ length: Math.min(DRAWN_POINTS, points.length) }, () => {
    const along = components.map(({ variance }) => Math.sqrt(variance) * next());
    return mean.map((center, at) =>
      components.reduce((sum, { weights }, index) => sum + (weights[at] as number) * (along[index] as number), center),
    );
  });
}

function silhouettes(points: readonly Point[], fit: (points: readonly Point[]) => number[][][]): number[] {
  const distances = distancesOf(points);
  return fit(points).map((centroids) => silhouetteScore(distances, labelsOf(points, centroids)));
}

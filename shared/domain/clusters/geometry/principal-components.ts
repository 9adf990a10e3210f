import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { itemAt, zipWith } from '../../collections/indexing.ts';
import { meanPoint, type Point } from './points.ts';

/** A principal axis. */
export interface Component {
  /** One weight per feature. Their squares sum to 1, and the largest in magnitude is positive. */
  weights: number[];
  variance: number;
}

/**
 * Computes the principal axes of points: the eigenvectors of their population covariance.
 * @returns as many as the points have dimensions, by descending variance
 * @see Pearson (1901), On lines and planes of closest fit to systems of points in space
 * @example
 * const [first, second] = principalComponents([[0, 0], [2, 2], [4, 4]]);
 * first.weights // => [0.7071, 0.7071]
 * [first.variance, second.variance] // => [5.3333, 0.0000]
 */
export function principalComponents(points: readonly Point[]): Component[] {
  const mean = meanPoint(points);
  const columns = mean.map((center, dimension) => points.map((point) => itemAt(point, dimension) - center));
  const covariance = columns.map((one) => columns.map((other) => dot(one, other) / points.length));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(covariance), {
    assumeSymmetric: true,
  });
  return realEigenvalues
    .map((variance, index) => ({
      weights: normalizeSign(eigenvectorMatrix.getColumn(index)),
      variance: Math.max(variance, 0),
    }))
    .toSorted((one, other) => other.variance - one.variance);
}

/** The origin and the axes of a plane: two, or one for points of one dimension. */
export interface Plane {
  origin: number[];
  components: { weights: number[]; variance_share: number }[];
}

/**
 * Computes the plane of the first two principal axes, for plots.
 * @example
 * const { origin, components } = principalPlane([[0, 0], [2, 2], [4, 4]]);
 * origin // => [2, 2]
 * components.map(({ variance_share }) => variance_share) // => [1.0000, 0.0000]
 */
export function principalPlane(points: readonly Point[]): Plane {
  const components = principalComponents(points);
  const total = components.reduce((sum, { variance }) => sum + variance, 0);
  return {
    origin: meanPoint(points),
    components: components
      .slice(0, 2)
      .map(({ weights, variance }) => ({ weights, variance_share: total > 0 ? variance / total : 0 })),
  };
}

/**
 * Computes the coordinates of a point along axes, relative to their origin.
 * @example
 * projectPoint([4, 6], [1, 2], [{ weights: [0.6, 0.8] }]) // => [5.0]
 */
export function projectPoint(point: Point, origin: Point, axes: readonly Pick<Component, 'weights'>[]): number[] {
  const centered = zipWith(point, origin, (value, center) => value - center);
  return axes.map(({ weights }) => dot(weights, centered));
}

/** Changes the sign so that the weight largest in magnitude is positive. */
function normalizeSign(weights: number[]): number[] {
  const largest = weights.reduce((best, weight) => (Math.abs(weight) > Math.abs(best) + 1e-9 ? weight : best), 0);
  return largest < 0 ? weights.map((weight) => -weight) : weights;
}

const dot = (one: readonly number[], other: readonly number[]) =>
  zipWith(one, other, (a, b) => a * b).reduce((sum, product) => sum + product, 0);

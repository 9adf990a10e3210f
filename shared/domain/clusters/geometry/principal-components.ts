import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { meanOf, type Point } from './points.ts';

/** One axis along which points vary, the widest first. */
export interface Component {
  /** One weight per feature; their squares sum to 1, and the heaviest is positive. */
  weights: number[];
  variance: number;
}

/**
 * The principal axes of points, as eigenvectors of their population covariance.
 * @returns as many as the points have dimensions
 * @see Pearson (1901), On lines and planes of closest fit to systems of points in space
 */
export function principalComponents(points: readonly Point[]): Component[] {
  const mean = meanOf(points);
  const covariance = mean.map((_, i) => mean.map((_, j) => covarianceOf(points, mean, i, j)));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(covariance), {
    assumeSymmetric: true,
  });
  return realEigenvalues
    .map((variance, index) => ({
      weights: withHeaviestPositive(eigenvectorMatrix.getColumn(index)),
      variance: Math.max(variance, 0),
    }))
    .toSorted((one, other) => other.variance - one.variance);
}

/** Two axes, fewer where there are fewer dimensions, and where they cross. */
export interface Plane {
  origin: number[];
  components: { weights: number[]; variance_share: number }[];
}

/** The plane of the two widest axes, to plot points on. */
export function planeOf(points: readonly Point[]): Plane {
  const components = principalComponents(points);
  const total = components.reduce((sum, { variance }) => sum + variance, 0);
  return {
    origin: meanOf(points),
    components: components
      .slice(0, 2)
      .map(({ weights, variance }) => ({ weights, variance_share: total > 0 ? variance / total : 0 })),
  };
}

/** Where a point lies along axes, seen from their origin. */
export function coordinatesOf(point: Point, origin: Point, axes: readonly Pick<Component, 'weights'>[]): number[] {
  return axes.map(({ weights }) =>
    weights.reduce((sum, weight, at) => sum + weight * ((point[at] as number) - (origin[at] as number)), 0),
  );
}

function covarianceOf(points: readonly Point[], mean: Point, i: number, j: number): number {
  const [meanI, meanJ] = [mean[i] as number, mean[j] as number];
  const sum = points.reduce(
    (total, point) => total + ((point[i] as number) - meanI) * ((point[j] as number) - meanJ),
    0,
  );
  return sum / points.length;
}

function withHeaviestPositive(weights: number[]): number[] {
  const heaviest = weights.reduce((most, weight) => (Math.abs(weight) > Math.abs(most) + 1e-9 ? weight : most), 0);
  return heaviest < 0 ? weights.map((weight) => -weight) : weights;
}

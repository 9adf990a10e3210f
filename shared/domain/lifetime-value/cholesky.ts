import { CholeskyDecomposition, Matrix } from 'ml-matrix';

/**
 * Computes the Cholesky decomposition L·Lᵀ of a symmetric matrix.
 * @param matrix symmetric, at least one row
 * @returns undefined when the matrix is not positive definite or contains NaN
 * @throws {Error} when the matrix is not symmetric
 * @example
 * cholesky([[4, 2], [2, 5]]).lowerTriangularMatrix.to2DArray() // => [[2, 0], [1, 2]]
 * cholesky([[1, 2], [2, 1]]) // => undefined
 */
export function cholesky(matrix: number[][]): CholeskyDecomposition | undefined {
  // ml-matrix treats a matrix with NaN as not symmetric, and throws.
  if (matrix.flat().some(Number.isNaN)) return undefined;
  const decomposition = new CholeskyDecomposition(new Matrix(matrix));
  return decomposition.isPositiveDefinite() ? decomposition : undefined;
}

/**
 * Computes the inverse of a symmetric matrix.
 * @param matrix symmetric, at least one row
 * @returns undefined when the matrix is not positive definite or contains NaN
 * @throws {Error} when the matrix is not symmetric
 * @example
 * inverse([[4, 2], [2, 5]]) // => [[0.3125, -0.125], [-0.125, 0.25]]
 */
export function inverse(matrix: number[][]): number[][] | undefined {
  return cholesky(matrix)?.solve(Matrix.eye(matrix.length)).to2DArray();
}

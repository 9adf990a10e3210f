type Matrix = readonly (readonly number[])[];

/**
 * The lower triangle L with L·Lᵀ = the matrix.
 * @param matrix symmetric, a few rows
 * @returns undefined when the matrix is not positive definite
 */
export function cholesky(matrix: Matrix): number[][] | undefined {
  const lower: number[][] = [];
  for (const [i, row] of matrix.entries()) {
    const current: number[] = [];
    for (let j = 0; j <= i; j++) {
      const other = j === i ? current : (lower[j] as number[]);
      let rest = row[j] as number;
      for (let k = 0; k < j; k++) rest -= (current[k] as number) * (other[k] as number);
      if (j === i && !(rest > 0)) return undefined;
      current.push(j === i ? Math.sqrt(rest) : rest / (other[j] as number));
    }
    lower.push(current);
  }
  return lower;
}

/** Solves L·Lᵀ·v = right. */
export function solve(lower: Matrix, right: readonly number[]): number[] {
  const v = [...right];
  const entry = (i: number, j: number) => (lower[i] as number[])[j] as number;
  for (let i = 0; i < v.length; i++) {
    for (let k = 0; k < i; k++) v[i] = (v[i] as number) - entry(i, k) * (v[k] as number);
    v[i] = (v[i] as number) / entry(i, i);
  }
  for (let i = v.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < v.length; k++) v[i] = (v[i] as number) - entry(k, i) * (v[k] as number);
    v[i] = (v[i] as number) / entry(i, i);
  }
  return v;
}

/** The inverse of a symmetric matrix; undefined when it is not positive definite. */
export function inverse(matrix: Matrix): number[][] | undefined {
  const lower = cholesky(matrix);
  return lower && matrix.map((_, column) => solve(lower, unit(matrix.length, column)));
}

function unit(length: number, at: number): number[] {
  return Array.from({ length }, (_, index) => (index === at ? 1 : 0));
}

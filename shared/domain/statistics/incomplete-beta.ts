import { lnGamma } from '../lifetime-value/gamma-function.ts';

const TINY = 1e-300;
const EPSILON = 1e-15;
const MAX_TERMS = 100_000;

/**
 * Computes the regularised incomplete beta function to 12 digits:
 *
 *     I_x(a, b) = x^a (1−x)^b / (a B(a, b)) · 1 / (1 + d₁ / (1 + d₂ / (1 + …))).
 *
 * (Implemented here because jstat 1.9.6 is exact to only 8 digits, and @stdlib's version adds more than 200 packages.)
 * @param x 0 to 1
 * @param a positive
 * @param b positive
 * @returns 0 to 1
 * @see DLMF 8.17.4 and the continued fraction 8.17.22, https://dlmf.nist.gov/8.17
 * @example
 * incompleteBeta(0.1, 2, 3) // => 0.052300000000
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  // The fraction converges fast only on this side of the mean; on the other, I_x(a, b) = 1 − I_{1−x}(b, a).
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const lnFront = a * Math.log(x) + b * Math.log1p(-x) - Math.log(a) + lnGamma(a + b) - lnGamma(a) - lnGamma(b);
  return Math.exp(lnFront) / continuedFraction(x, a, b);
}

/** Evaluates 1 + d₁ / (1 + d₂ / (1 + …)) by the modified Lentz method. @see Lentz (1976), Applied Optics 15 */
function continuedFraction(x: number, a: number, b: number): number {
  let value = 1;
  let numerator = 1;
  let denominator = 0;
  for (let n = 1; n <= MAX_TERMS; n++) {
    const d = coefficient(n, x, a, b);
    denominator = 1 / nonZero(1 + d * denominator);
    numerator = nonZero(1 + d / numerator);
    value *= numerator * denominator;
    if (Math.abs(numerator * denominator - 1) < EPSILON) break;
  }
  return value;
}

/** d₂ₘ and d₂ₘ₊₁. @see DLMF 8.17.23, 8.17.24 */
function coefficient(n: number, x: number, a: number, b: number): number {
  const m = Math.floor(n / 2);
  return n % 2 === 0
    ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
}

/** Replaces a value near 0 by one that is safe to divide by. */
const nonZero = (value: number) => (Math.abs(value) < TINY ? TINY : value);

import { lnGamma } from '../lifetime-value/gamma-function.ts';

const SMALLEST = 1e-300;
const PRECISE = 1e-15;
const MOST_TERMS = 100_000;

/**
 * The regularised incomplete beta function I_x(a, b), 0 to 1.
 * @param x 0 to 1
 * @param a positive
 * @param b positive
 * @see DLMF 8.17.4 and the continued fraction 8.17.22, https://dlmf.nist.gov/8.17
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  // The fraction converges fast on this side of the mean only.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const lnFront = a * Math.log(x) + b * Math.log1p(-x) - Math.log(a) + lnGamma(a + b) - lnGamma(a) - lnGamma(b);
  return Math.exp(lnFront) / continuedFraction(x, a, b);
}

/** 1 + d₁ / (1 + d₂ / (1 + …)), from its beginning on by the method of Lentz (Applied Optics 15, 1976). */
function continuedFraction(x: number, a: number, b: number): number {
  let value = 1;
  let numerator = 1;
  let denominator = 0;
  for (let n = 1; n <= MOST_TERMS; n++) {
    const d = coefficient(n, x, a, b);
    denominator = 1 / away(1 + d * denominator);
    numerator = away(1 + d / numerator);
    value *= numerator * denominator;
    if (Math.abs(numerator * denominator - 1) < PRECISE) break;
  }
  return value;
}

function coefficient(n: number, x: number, a: number, b: number): number {
  const m = Math.floor(n / 2);
  return n % 2 === 0
    ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
}

/** A value that can be divided by. */
const away = (value: number) => (Math.abs(value) < SMALLEST ? SMALLEST : value);

import { studentTCriticalValue } from './student-t.ts';

/** A difference with its 95 % confidence interval. */
export interface Interval {
  difference: number;
  low: number;
  high: number;
}

/** Count, sum and sum of squares of a sample of at least two values. */
export interface Sums {
  count: number;
  sum: number;
  squares: number;
}

const CONFIDENCE = 0.95;
/** The 0.975 quantile of the normal distribution. */
const Z = 1.959963984540054;

/**
 * Estimates the difference of two means, one − other, with a 95 % interval for unequal variances. With sᵢ² / nᵢ the variance
 * of each mean,
 *
 *     x̄₁ − x̄₂ ± t(ν) √(s₁²/n₁ + s₂²/n₂),   ν = (s₁²/n₁ + s₂²/n₂)² / ((s₁²/n₁)² / (n₁ − 1) + (s₂²/n₂)² / (n₂ − 1)).
 *
 * Sums of squares lose precision if the mean is many times the standard deviation, which is not the case for spend.
 * @see Welch (1947), The generalization of "Student's" problem when several different population variances are involved,
 *   Biometrika 34
 * @example
 * const [one, other] = [{ count: 3, sum: 15, squares: 83 }, { count: 2, sum: 5, squares: 13 }];
 * differenceOfMeans(one, other) // => { difference: 2.5, low: -1.84, high: 6.84 }
 */
export function differenceOfMeans(one: Sums, other: Sums): Interval {
  const difference = one.sum / one.count - other.sum / other.count;
  const [v1, v2] = [varianceOfMean(one), varianceOfMean(other)];
  if (v1 + v2 === 0) return { difference, low: difference, high: difference };
  const nu = (v1 + v2) ** 2 / (v1 ** 2 / (one.count - 1) + v2 ** 2 / (other.count - 1));
  const halfWidth = studentTCriticalValue(CONFIDENCE, nu) * Math.sqrt(v1 + v2);
  return { difference, low: difference - halfWidth, high: difference + halfWidth };
}

/** s² / n. */
const varianceOfMean = ({ count, sum, squares }: Sums) => Math.max(squares - sum ** 2 / count, 0) / (count - 1) / count;

/** The size of a sample, at least 1, and of a part of it. */
export interface Part {
  count: number;
  part: number;
}

/**
 * Estimates the difference of two proportions, one − other, with a 95 % interval that is valid for small samples and stays
 * between −1 and 1. With l and u the Wilson limits of each proportion,
 *
 *     low = p₁ − p₂ − √((p₁ − l₁)² + (u₂ − p₂)²),   high = p₁ − p₂ + √((u₁ − p₁)² + (p₂ − l₂)²).
 *
 * @see Newcombe (1998), Interval estimation for the difference between independent proportions, Statistics in Medicine 17,
 *   method 10
 * @example
 * differenceOfProportions({ count: 70, part: 56 }, { count: 80, part: 48 }) // => { difference: 0.2, low: 0.0524, high: 0.3339 }
 */
export function differenceOfProportions(one: Part, other: Part): Interval {
  const { p: p1, l: l1, u: u1 } = wilsonInterval(one);
  const { p: p2, l: l2, u: u2 } = wilsonInterval(other);
  const difference = p1 - p2;
  return {
    difference,
    low: difference - Math.hypot(p1 - l1, u2 - p2),
    high: difference + Math.hypot(u1 - p1, p2 - l2),
  };
}

/**
 * Computes a proportion p = r / n with its limits (p + z²/2n ± z √(p (1 − p) / n + z²/4n²)) / (1 + z²/n).
 * @see Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22
 */
function wilsonInterval({ count: n, part: r }: Part): { p: number; l: number; u: number } {
  const p = r / n;
  const middle = (r + Z ** 2 / 2) / (n + Z ** 2);
  const halfWidth = (Z / (n + Z ** 2)) * Math.sqrt(p * (1 - p) * n + Z ** 2 / 4);
  return { p, l: Math.max(0, middle - halfWidth), u: Math.min(1, middle + halfWidth) };
}

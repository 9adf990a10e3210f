import { incompleteBeta } from './incomplete-beta.ts';

const STEPS = 80;

/**
 * Computes the two-sided critical value of Student's t distribution: the t with P(|T| ≤ t) = confidence, where
 *
 *     P(|T| ≤ t) = I_x(1/2, ν/2),   x = t² / (ν + t²).
 *
 * It is found by bisection, to at least 8 digits.
 * @param confidence between 0 and 1, 0.95 for 95 %
 * @param nu ν, degrees of freedom, positive, not necessarily whole
 * @see Abramowitz & Stegun 26.7.1 and 26.5.27
 * @example
 * studentTCriticalValue(0.95, 30) // => 2.04227246
 */
export function studentTCriticalValue(confidence: number, nu: number): number {
  const within = (t: number) => incompleteBeta(t ** 2 / (nu + t ** 2), 0.5, nu / 2);
  let high = 1;
  while (within(high) < confidence) high *= 2;
  let low = 0;
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (within(middle) < confidence) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

import { incompleteBeta } from './incomplete-beta.ts';

const STEPS = 80;

/**
 * How far from 0 a variable of Student's t distribution is with a given probability at the most.
 * @param confidence within 0 and 1, 0.95 for 95 percent
 * @param degrees of freedom, positive, need not be whole
 * @see DLMF 8.17.5 for the distribution by the incomplete beta function; the value is found by halving
 */
export function studentT(confidence: number, degrees: number): number {
  const within = (t: number) => incompleteBeta(t ** 2 / (degrees + t ** 2), 0.5, degrees / 2);
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

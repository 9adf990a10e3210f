import * as z from 'zod';
import { type Distribution, sharesOf } from './distribution.ts';

/** How far customers have moved from those that a kept model was learnt from. */
export const driftSchema = z.object({
  /** Population stability index of every feature. */
  psi: z.record(z.string(), z.number()),
  /** The feature that moved most. */
  worst: z.string(),
  /** By the worst: below 0.1 the model still fits, from 0.25 on it has to be learnt anew, between them look into it. */
  verdict: z.enum(['stable', 'watch', 'refit']),
});

export type Drift = z.infer<typeof driftSchema>;

/** @see Siddiqi (2006), Credit Risk Scorecards: below 0.10 no significant change, above 0.25 a significant one */
const [WATCH, REFIT] = [0.1, 0.25];

/** Customers that every bin is taken to have besides, half of one: a bin that is empty then or now has a finite logarithm. */
const ADDED = 0.5;

/**
 * Population stability index, Σ (now − then) · ln(now / then) over the bins.
 * @param values of now, null where not known
 */
export function populationStability(
  { edges, shares, customers }: Distribution,
  values: readonly (number | null)[],
): number {
  const smoothed = (share: number, count: number) => (share * count + ADDED) / (count + ADDED * shares.length);
  return sharesOf(values, edges).reduce((sum, share, bin) => {
    const then = smoothed(shares[bin] as number, customers);
    const now = smoothed(share, values.length);
    return sum + (now - then) * Math.log(now / then);
  }, 0);
}

/** Compares customers of now, feature by feature, with those a model was learnt from. */
export function driftOf(
  then: Readonly<Record<string, Distribution>>,
  now: Readonly<Record<string, readonly (number | null)[]>>,
): Drift {
  const psi = Object.fromEntries(
    Object.entries(then).map(([feature, distribution]) => [
      feature,
      populationStability(distribution, now[feature] ?? []),
    ]),
  );
  const [worst, most] = Object.entries(psi).reduce((a, b) => (b[1] > a[1] ? b : a), ['', 0]);
  return { psi, worst, verdict: most < WATCH ? 'stable' : most < REFIT ? 'watch' : 'refit' };
}

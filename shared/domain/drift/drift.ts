import * as z from 'zod';
import { zipWith } from '../collections/indexing.ts';
import { binShares, type Distribution } from './distribution.ts';

/** How far feature distributions have moved since the model was fitted. */
export const driftSchema = z.object({
  /** Population stability index of every feature. */
  psi: z.record(z.string(), z.number()),
  /** The feature with the largest index. */
  worst: z.string(),
  /** Verdict on the largest index: `stable` below 0.1, `refit` from 0.25, `watch` in between. */
  verdict: z.enum(['stable', 'watch', 'refit']),
});

export type Drift = z.infer<typeof driftSchema>;

/** @see Siddiqi (2006), Credit Risk Scorecards: below 0.10 no significant change, above 0.25 a significant one */
const [WATCH, REFIT] = [0.1, 0.25];

/** Customers added to every bin, so that the logarithm for an empty bin is finite. */
const PSEUDO_COUNT = 0.5;

/**
 * Computes the population stability index of one feature, PSI = Σ (now − then) · ln(now / then) over the shares in the bins.
 * @param distribution the distribution when the model was fitted
 * @param values current values, null for unknown values
 * @returns at least 0
 * @see Siddiqi (2006), Credit Risk Scorecards, chapter 8
 * @example
 * const then = { edges: [0], shares: [0, 1, 0], customers: 9 };
 * populationStabilityIndex(then, [1, 1, 1, 1, 1, 1, 1, 1, 1]) // => 0
 * populationStabilityIndex(then, [-1, -1, -1, -1, -1, -1, -1, -1, -1]) // => 5.0476
 */
export function populationStabilityIndex(
  { edges, shares, customers }: Distribution,
  values: readonly (number | null)[],
): number {
  const smoothed = (share: number, count: number) =>
    (share * count + PSEUDO_COUNT) / (count + PSEUDO_COUNT * shares.length);
  const terms = zipWith(binShares(values, edges), shares, (shareNow, shareThen) => {
    const then = smoothed(shareThen, customers);
    const now = smoothed(shareNow, values.length);
    return (now - then) * Math.log(now / then);
  });
  return terms.reduce((sum, term) => sum + term, 0);
}

/**
 * Compares the current distribution of every feature with that of the customers the model was fitted to.
 * @example
 * const distribution = { edges: [0], shares: [0, 1, 0], customers: 9 };
 * compareDistributions({ orders: distribution }, { orders: [1, 2, 1] }).verdict // => 'watch'
 */
export function compareDistributions(
  then: Readonly<Record<string, Distribution>>,
  now: Readonly<Record<string, readonly (number | null)[]>>,
): Drift {
  const psi = Object.fromEntries(
    Object.entries(then).map(([feature, distribution]) => [
      feature,
      populationStabilityIndex(distribution, now[feature] ?? []),
    ]),
  );
  const [worst, most] = Object.entries(psi).reduce((a, b) => (b[1] > a[1] ? b : a), ['', 0]);
  return { psi, worst, verdict: most < WATCH ? 'stable' : most < REFIT ? 'watch' : 'refit' };
}

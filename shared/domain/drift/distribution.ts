import * as z from 'zod';
import { itemAt } from '../collections/indexing.ts';

/** The distribution of a feature over the customers that a model was fitted to. */
export const distributionSchema = z.object({
  /** Upper edges of the bins, ascending. The last bin has no upper edge. */
  edges: z.array(z.number()),
  /** Share of customers in each bin, followed by the share with an unknown value. */
  shares: z.array(z.number()),
  customers: z.number().int(),
});

export type Distribution = z.infer<typeof distributionSchema>;

const BINS = 10;

/**
 * Computes the distribution of values over decile bins. Equal deciles share one bin.
 * @param values null for unknown values
 * @example
 * decileDistribution([1, 1, 1, 2, null]) // => { edges: [1, 2], shares: [0.6, 0.2, 0, 0.2], customers: 5 }
 */
export function decileDistribution(values: readonly (number | null)[]): Distribution {
  const known = Float64Array.from(values.filter((value) => value !== null)).toSorted();
  const deciles = Array.from({ length: BINS - 1 }, (_, bin) => known[Math.ceil(((bin + 1) / BINS) * known.length) - 1]);
  const edges = [...new Set(deciles.filter((edge) => edge !== undefined))];
  return { edges, shares: binShares(values, edges), customers: values.length };
}

/**
 * Computes the share of values in each bin, followed by the share of unknown values.
 * @param values null for unknown values
 * @param edges upper edges of all bins but the last, ascending
 * @returns shares, one more than there are bins; they sum to 1, or are all 0 without values
 * @example
 * binShares([0, 5, 10, null], [5]) // => [0.5, 0.25, 0.25]
 */
export function binShares(values: readonly (number | null)[], edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length + 2).fill(0);
  for (const value of values) {
    const bin = value === null ? edges.length + 1 : edges.filter((edge) => value > edge).length;
    counts[bin] = itemAt(counts, bin) + 1;
  }
  return counts.map((count) => (values.length > 0 ? count / values.length : 0));
}

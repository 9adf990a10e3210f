import * as z from 'zod';
import { itemAt } from '../collections/indexing.ts';

/** How a feature was distributed over the customers that a model was fitted to. */
export const distributionSchema = z.object({
  /** Ascending; a value belongs to the first bin whose edge it does not exceed, else to the last, which has none. */
  edges: z.array(z.number()),
  /** Of the customers in each bin, and last of those whose value is not known. */
  shares: z.array(z.number()),
  customers: z.number().int(),
});

export type Distribution = z.infer<typeof distributionSchema>;

const BINS = 10;

/**
 * The distribution over bins by deciles. Bins that many equal values would leave empty are left out.
 * @param values null where not known
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
 * The share of the values in each bin, and last of those not known.
 * @param values null where not known
 * @param edges ascending, the upper end of each bin but the last
 * @returns one more than bins, summing to 1 where there are values
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

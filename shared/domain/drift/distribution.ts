import * as z from 'zod';

/** How a feature's values lay over the customers a model was learnt from. */
export const distributionSchema = z.object({
  /** Ascending; a value belongs to the first bin whose edge it does not exceed, else to the last, which has none. */
  edges: z.array(z.number()),
  /** Of the customers in each bin, and last of those of whom the feature is not known. */
  shares: z.array(z.number()),
  customers: z.number().int(),
});

export type Distribution = z.infer<typeof distributionSchema>;

const BINS = 10;

/** Bins by deciles; those that many equal values would make empty are left out. */
export function distributionOf(values: readonly (number | null)[]): Distribution {
  const known = Float64Array.from(values.filter((value) => value !== null)).toSorted();
  const deciles = Array.from({ length: BINS - 1 }, (_, at) => known[Math.ceil(((at + 1) / BINS) * known.length) - 1]);
  const edges = [...new Set(deciles.filter((edge) => edge !== undefined))];
  return { edges, shares: sharesOf(values, edges), customers: values.length };
}

/** The share of the values in each bin, and last of those not known. */
export function sharesOf(values: readonly (number | null)[], edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length + 2).fill(0);
  for (const value of values) {
    const bin = value === null ? edges.length + 1 : edges.filter((edge) => value > edge).length;
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts.map((count) => (values.length > 0 ? count / values.length : 0));
}

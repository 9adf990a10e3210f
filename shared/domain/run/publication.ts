import * as z from 'zod';

/** The counts that `publish` records for a customer bucket. */
export const publicationSchema = z.object({
  /** Items written to the table: customer states and tier changes. */
  items: z.number(),
  /** Missing customers: published, but no longer in the data. */
  vanished: z
    .object({
      /** Still published with their last tier, forever or for the months that the policy sets. */
      kept: z.number(),
      /** In the data of the previous run, but not of this one. */
      new: z.number(),
      /** Missing in the previous run, and in the data again. */
      returned: z.number(),
      /** No longer published. */
      removed: z.number(),
    })
    .default({ kept: 0, new: 0, returned: 0, removed: 0 }),
});

export type Publication = z.infer<typeof publicationSchema>;

/** Adds up the counts of all customer buckets. */
export function sumPublications(buckets: readonly Publication[]): Publication {
  const sum = (count: (bucket: Publication) => number) => buckets.reduce((total, bucket) => total + count(bucket), 0);
  return {
    items: sum(({ items }) => items),
    vanished: {
      kept: sum(({ vanished }) => vanished.kept),
      new: sum(({ vanished }) => vanished.new),
      returned: sum(({ vanished }) => vanished.returned),
      removed: sum(({ vanished }) => vanished.removed),
    },
  };
}

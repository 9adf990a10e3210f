import * as z from 'zod';

/** What `publish` notes of a bucket beside the run. */
export const publicationSchema = z.object({
  /** Items written to the table: states and changes of tier. */
  items: z.number(),
  /** Customers who were published and are in the data no longer. */
  vanished: z
    .object({
      /** Published with their last tier, for good or for the time that the policy says. */
      kept: z.number(),
      /** In the data of the run before and not in this run's. */
      new: z.number(),
      /** Back in the data. */
      returned: z.number(),
      /** Published no longer. */
      removed: z.number(),
    })
    .default({ kept: 0, new: 0, returned: 0, removed: 0 }),
});

export type Publication = z.infer<typeof publicationSchema>;

/** The publications of all buckets in one. */
export function sumPublications(buckets: readonly Publication[]): Publication {
  const sum = (of: (bucket: Publication) => number) => buckets.reduce((total, bucket) => total + of(bucket), 0);
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

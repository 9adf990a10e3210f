import { z } from 'zod';

/** What classes depend on besides the customer. */
export const classModelSchema = z.object({
  /** Median over all repeat buyers of the mean days between their purchase days. */
  typical_days: z.number(),
  /** The lowest spend in A and in B; null where nobody spent anything. */
  abc: z.object({ a: z.number().nullable(), b: z.number().nullable() }),
});

export type ClassModel = z.infer<typeof classModelSchema>;

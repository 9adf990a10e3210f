import { z } from 'zod';

/** The fitted values that classes depend on. */
export const classModelSchema = z.object({
  /** Median over repeat buyers of their mean days between purchase days. */
  typical_days: z.number(),
  /** Lowest spend of A and of B customers; null if nobody spent anything. */
  abc: z.object({ a: z.number().nullable(), b: z.number().nullable() }),
});

export type ClassModel = z.infer<typeof classModelSchema>;

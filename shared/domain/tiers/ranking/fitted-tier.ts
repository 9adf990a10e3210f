import { z } from 'zod';
import { conditionSchema } from './condition.ts';

/** A tier of the model, which lists them from the highest down. */
export const fittedTierSchema = z.object({
  name: z.string(),
  label: z.object({ en: z.string(), zh: z.string() }),
  /** The value that the tier begins at; null where a condition or the rest decides. */
  line: z.number().nullable(),
  /** What has to hold of its customers; null for the last tier, which takes the rest. */
  when: conditionSchema.nullable(),
});
export type FittedTier = z.infer<typeof fittedTierSchema>;

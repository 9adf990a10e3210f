import { z } from 'zod';
import { conditionSchema } from './condition.ts';

/** A tier in the fitted model, which lists tiers from the highest down. */
export const fittedTierSchema = z.object({
  name: z.string(),
  label: z.object({ en: z.string(), zh: z.string() }),
  /** The value at which the tier begins; null for threshold tiers and for the last tier. */
  line: z.number().nullable(),
  /** The condition that its customers meet; null for the last tier, which takes the rest. */
  when: conditionSchema.nullable(),
});
export type FittedTier = z.infer<typeof fittedTierSchema>;

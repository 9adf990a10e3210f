import * as z from 'zod';
import { causeSchema } from './cause.ts';

/** A customer's change of tier, and why. */
export const tierChangeFields = {
  from: z.string(),
  /** The day the tier before was reached. */
  from_since: z.string(),
  to: z.string(),
  /** The one main cause; null for a missing customer who returned. */
  cause: causeSchema.nullable(),
  /** In English, and in Chinese. */
  reason: z.string(),
  reason_zh: z.string(),
};

const tierChangeSchema = z.object(tierChangeFields);
export type TierChange = z.infer<typeof tierChangeSchema>;

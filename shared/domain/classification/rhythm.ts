import { z } from 'zod';

export const rhythmPolicySchema = z
  .strictObject({
    shortestDays: z.number().positive().default(14).describe('Lower limit of the rhythm'),
    typicalDays: z.number().positive().default(180).describe('Typical rhythm if no customer has a repeat purchase'),
  })
  .prefault({})
  .describe("A customer's purchase rhythm when there is little or no history");

export type RhythmPolicy = z.infer<typeof rhythmPolicySchema>;

/**
 * Computes a customer's rhythm: (days from the first to the last purchase + typical gap) / (repeat purchase days + 1). The
 * typical gap counts as one additional gap: it is the rhythm of one-time buyers, and its weight decreases with every repeat.
 * @param x repeat purchase days
 * @param spanDays days from the first to the last purchase
 * @param typicalDays median over repeat buyers of their mean gap
 * @returns days, at least the policy's `shortestDays`
 * @example
 * rhythmDays(3, 90, 30, { shortestDays: 14 }) // => 30
 * rhythmDays(0, 0, 45, { shortestDays: 14 }) // => 45
 */
export const rhythmDays = (x: number, spanDays: number, typicalDays: number, { shortestDays }: RhythmPolicy): number =>
  Math.max((spanDays + typicalDays) / (x + 1), shortestDays);

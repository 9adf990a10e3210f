import { z } from 'zod';

export const rhythmPolicySchema = z
  .strictObject({
    shortestDays: z.number().positive().default(14).describe('Shortest rhythm that any customer is given'),
    typicalDays: z.number().positive().default(180).describe('Typical rhythm if no customer has a repeat purchase'),
  })
  .prefault({})
  .describe("A customer's purchase rhythm where little or no history is available");

export type RhythmPolicy = z.infer<typeof rhythmPolicySchema>;

/**
 * Days between a customer's purchases, (days from the first to the last purchase + typical gap) / (repeats + 1). The typical
 * customer's gap counts like one more gap of their own: it is the rhythm of one-time buyers, and fades with every repeat.
 * @param x repeat purchase days
 * @param spanDays days from the first to the last purchase
 * @param typicalDays median over all repeat buyers of their mean gap
 * @returns days, at least the policy's shortest
 * @example
 * rhythmDays(3, 90, 30, { shortestDays: 14 }) // => 30
 * rhythmDays(0, 0, 45, { shortestDays: 14 }) // => 45
 */
export const rhythmDays = (x: number, spanDays: number, typicalDays: number, { shortestDays }: RhythmPolicy): number =>
  Math.max((spanDays + typicalDays) / (x + 1), shortestDays);

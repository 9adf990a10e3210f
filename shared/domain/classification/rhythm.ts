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
 * Days between a customer's purchases. The typical customer's gap counts like one more gap of their own, so that it
 * stands for the rhythm of who bought once, and fades with every repeat: (days from first to last purchase + typical) ÷
 * (repeats + 1).
 * @param x repeat purchase days
 * @param spanDays days from the first to the last purchase
 * @param typicalDays median over all repeat buyers of their mean gap
 */
export const rhythmDays = (x: number, spanDays: number, typicalDays: number, { shortestDays }: RhythmPolicy): number =>
  Math.max((spanDays + typicalDays) / (x + 1), shortestDays);

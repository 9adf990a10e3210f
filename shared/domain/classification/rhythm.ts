import { z } from 'zod';

export const rhythmPolicySchema = z
  .strictObject({
    shortestDays: z
      .number()
      .positive()
      .default(14)
      .describe("Nobody's purchases are expected to follow each other faster than this"),
    typicalDays: z
      .number()
      .positive()
      .default(180)
      .describe('Days between purchases where not one customer bought twice'),
  })
  .prefault({})
  .describe("What a customer's own pace is taken to be where little or nothing is known of it");

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

import { z } from 'zod';

/** How customers move between tiers from run to run. Promotion is at once; these are the rules of demotion. */
export const movementPolicySchema = z
  .strictObject({
    demotion: z
      .strictObject({
        /** Runs in a row that a customer has to be below the tier before it is taken away. */
        runs: z.number().int().min(1).max(24).default(2),
        /** A run counts when its day is at least so many days after the last that counted, so that daily uploads do not. */
        minDaysBetween: z.number().int().min(0).max(28).default(20),
        /** One tier at a time, or straight down to the tier that is earned. */
        steps: z.enum(['one', 'straight']).default('one'),
      })
      .prefault({}),
    /** How far below its line a tier is kept without counting as below. */
    margin: z
      .strictObject({
        /** Points of the value score. */
        points: z.number().min(0).max(50).default(2),
        /** Share of any other limit, 0.05 for 5 percent. */
        share: z.number().min(0).lt(1).default(0.05),
      })
      .prefault({}),
    /** Days from the first purchase in which nobody is demoted. */
    protectNewDays: z.number().int().min(0).max(3650).default(90),
    /** A tier ends, and the lowest begins, this many days after the last purchase; null: tiers do not expire. */
    expireAfterDays: z.number().int().positive().nullable().default(null),
  })
  .prefault({});

export type MovementPolicy = z.infer<typeof movementPolicySchema>;

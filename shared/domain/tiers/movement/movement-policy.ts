import { z } from 'zod';

export const movementPolicySchema = z
  .strictObject({
    demotion: z
      .strictObject({
        runs: z
          .number()
          .int()
          .min(1)
          .max(24)
          .default(2)
          .describe('Runs in a row that a customer has to be below the tier before it is taken away'),
        minDaysBetween: z
          .number()
          .int()
          .min(0)
          .max(28)
          .default(20)
          .describe(
            'A run counts when its day is at least so many days after the last that counted, so that daily uploads do not',
          ),
        steps: z
          .enum(['one', 'straight'])
          .default('one')
          .describe('One tier at a time, or straight down to the tier that is earned'),
      })
      .prefault({})
      .describe('When and how far customers go down'),
    margin: z
      .strictObject({
        points: z.number().min(0).max(50).default(2).describe('Points of the value score'),
        share: z.number().min(0).lt(1).default(0.05).describe('Share of any other limit, 0.05 for 5 percent'),
      })
      .prefault({})
      .describe('How far below its line a tier is kept without counting as below'),
    protectNewDays: z
      .number()
      .int()
      .min(0)
      .max(3650)
      .default(90)
      .describe('Days from the first purchase in which nobody is demoted'),
    expireAfterDays: z
      .number()
      .int()
      .positive()
      .nullable()
      .default(null)
      .describe(
        'A tier ends, and the lowest begins, this many days after the last purchase; null: tiers do not expire',
      ),
  })
  .prefault({})
  .describe('How customers move between tiers from run to run. Promotion is at once; these are the rules of demotion');

export type MovementPolicy = z.infer<typeof movementPolicySchema>;

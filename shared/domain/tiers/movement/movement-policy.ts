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
          .describe('Consecutive runs below the tier line before demotion'),
        minDaysBetween: z
          .number()
          .int()
          .min(0)
          .max(28)
          .default(20)
          .describe(
            'A run counts only if its `as_of` is at least this many days after the last run that counted, so that daily uploads do not use up the grace',
          ),
        steps: z.enum(['one', 'straight']).default('one').describe('One tier at a time, or straight to the kept tier'),
      })
      .prefault({})
      .describe('When and how far customers are demoted'),
    margin: z
      .strictObject({
        points: z.number().min(0).max(50).default(2).describe('Points of the value score'),
        share: z.number().min(0).lt(1).default(0.05).describe('Share of any other limit: 0.05 for 5 %'),
      })
      .prefault({})
      .describe('How far below the tier line a customer may fall without counting as below'),
    protectNewDays: z
      .number()
      .int()
      .min(0)
      .max(3650)
      .default(90)
      .describe('Days after the first purchase during which a customer cannot be demoted'),
    expireAfterDays: z
      .number()
      .int()
      .positive()
      .nullable()
      .default(null)
      .describe(
        'A customer drops to the lowest tier this many days after the last purchase; null: tiers do not expire',
      ),
  })
  .prefault({})
  .describe('How customers move between tiers from run to run. Promotion is immediate; these rules govern demotion');

export type MovementPolicy = z.infer<typeof movementPolicySchema>;

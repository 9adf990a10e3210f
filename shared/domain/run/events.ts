import * as z from 'zod';
import { causes } from '../tiers/movement/cause.ts';
import { exampleOrigin, origin } from './origin.ts';

const runCompleted = z
  .looseObject({
    ...origin,
    customers: z.int().meta({ description: 'All customers of the run' }),
    tiers: z
      .array(z.looseObject({ tier: z.string(), customers: z.int(), monetary_total: z.number() }))
      .meta({ description: 'Those that have customers, highest first' }),
  })
  .meta({
    id: 'RunCompleted',
    description: 'Detail of the event `strata / Run Completed`: readers see this run from now on',
    examples: [
      { ...exampleOrigin, customers: 5000, tiers: [{ tier: 'VIP', customers: 250, monetary_total: 1204331.2 }] },
    ],
  });

const runFailed = z
  .looseObject({
    run_id: z.string().meta({ description: 'Empty where it failed before it had one' }),
    failed_state: z.string(),
    error: z.string().meta({ description: 'The name of the error' }),
    message: z.string().meta({ description: 'What is wrong and what to do' }),
  })
  .meta({
    id: 'RunFailed',
    description: 'Detail of the event `strata / Run Failed`: readers keep the run before',
    examples: [
      {
        run_id: exampleOrigin.run_id,
        failed_state: 'check-quality',
        error: 'GateError',
        message: 'The run is held: one finding on what it would take in',
      },
    ],
  });

const tierChanged = z
  .looseObject({
    ...origin,
    event_id: z.string().meta({
      description: 'The same for an event that comes again: a digest of what it holds. Drop those you have had',
    }),
    changes: z
      .array(
        z.looseObject({
          customer_id: z
            .string()
            .meta({ description: 'As it is kept: a keyed hash (`hmac:…`) where the policy asks for that' }),
          from: z.string().meta({ description: 'The tier before, by its name in the policy' }),
          from_since: z.string().meta({ description: 'The day the tier before was reached' }),
          to: z.string().meta({ description: 'The tier from now on' }),
          cause: z
            .enum(causes)
            .nullable()
            .meta({ description: 'The one main cause; null for who came back after a run without them' }),
          reason: z.string().meta({ description: 'What decided the tier, in English' }),
          reason_zh: z.string().meta({ description: 'What decided the tier, in Chinese' }),
        }),
      )
      .min(1)
      .meta({ description: "Some of the run's changes; all of its events together have each customer once" }),
  })
  .meta({
    id: 'TierChanged',
    description: 'Detail of the event `strata / Tier Changed`: readers see the new tiers from now on',
    examples: [
      {
        ...exampleOrigin,
        event_id: '9f2c41d07be2a6c35d1e8f04b7a9c6d2',
        changes: [
          {
            customer_id: '17850',
            from: 'silver',
            from_since: '2026-03-31',
            to: 'gold',
            cause: 'behaviour changed',
            reason: 'Gold: value score 88.4 of 100 is at or above the line of 80.1',
            reason_zh: '金卡：价值分 88.4（满分 100）达到或高于分界线 80.1',
          },
        ],
      },
    ],
  });

/** Every event that is announced, by its detail type, with what it tells. */
export const events = {
  'Run Completed': runCompleted,
  'Tier Changed': tierChanged,
  'Run Failed': runFailed,
} as const;

export type EventType = keyof typeof events;
export type EventDetail<Type extends EventType> = z.input<(typeof events)[Type]>;

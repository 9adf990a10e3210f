import * as z from 'zod';
import { tierChangeFields } from '../tiers/movement/tier-change.ts';
import { exampleOrigin, origin } from './origin.ts';

const { from, from_since, to, cause, reason, reason_zh } = tierChangeFields;

const deployment = z
  .string()
  .optional()
  .meta({
    description: 'The stack that sent the event; absent where Strata runs on one machine',
    examples: ['Strata'],
  });

const runCompleted = z
  .looseObject({
    deployment,
    ...origin,
    customers: z.int().meta({ description: 'Number of customers in the run' }),
    tiers: z
      .array(z.looseObject({ tier: z.string(), customers: z.int(), monetary_total: z.number() }))
      .meta({ description: 'Tiers with at least one customer, highest first' }),
  })
  .meta({
    id: 'RunCompleted',
    description: 'Detail of the event `strata / Run Completed`: this run is now current',
    examples: [
      { ...exampleOrigin, customers: 5000, tiers: [{ tier: 'VIP', customers: 250, monetary_total: 1204331.2 }] },
    ],
  });

const runFailed = z
  .looseObject({
    deployment,
    run_id: z.string().meta({ description: 'Empty if the run failed before it had an id' }),
    failed_state: z.string(),
    error: z.string().meta({ description: 'Error name' }),
    message: z.string().meta({ description: 'What is wrong and what to do' }),
  })
  .meta({
    id: 'RunFailed',
    description: 'Detail of the event `strata / Run Failed`: the current run stays the same',
    examples: [
      {
        run_id: exampleOrigin.run_id,
        failed_state: 'check-quality',
        error: 'GateError',
        message: 'The run is held: one finding about its uploads',
      },
    ],
  });

const tierChanged = z
  .looseObject({
    deployment,
    ...origin,
    event_id: z.string().meta({
      description:
        'A digest of the content, the same when the event is delivered again. Ignore ids that you have processed',
    }),
    changes: z
      .array(
        z.looseObject({
          customer_id: z.string().meta({ description: 'As stored: a keyed hash (`hmac:…`) if the policy hashes ids' }),
          from: from.meta({ description: 'Name of the previous tier in the policy' }),
          from_since: from_since.meta({ description: 'The date the customer entered the previous tier' }),
          to: to.meta({ description: 'Name of the new tier in the policy' }),
          cause: cause.meta({ description: 'The main cause; null for a missing customer who returned' }),
          reason: reason.meta({ description: 'Why the customer is in this tier, in English' }),
          reason_zh: reason_zh.meta({ description: 'Why the customer is in this tier, in Chinese' }),
        }),
      )
      .min(1)
      .meta({ description: "Some of the run's tier changes; each customer appears once across all events of the run" }),
  })
  .meta({
    id: 'TierChanged',
    description: 'Detail of the event `strata / Tier Changed`: the new tiers are now current',
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

/** The events that runs publish: detail type → schema of the detail. */
export const events = {
  'Run Completed': runCompleted,
  'Tier Changed': tierChanged,
  'Run Failed': runFailed,
} as const;

export type EventType = keyof typeof events;
export type EventDetail<Type extends EventType> = z.input<(typeof events)[Type]>;

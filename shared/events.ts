import * as z from 'zod';
import { exampleOrigin, origin } from './api/origin.ts';

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

/** Every event that is announced, by its detail type, with what it tells. */
export const events = { 'Run Completed': runCompleted, 'Run Failed': runFailed } as const;

export type EventType = keyof typeof events;
export type EventDetail<Type extends EventType> = z.input<(typeof events)[Type]>;

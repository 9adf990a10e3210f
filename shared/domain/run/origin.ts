import * as z from 'zod';

export const runId = z
  .string()
  .min(1)
  .max(100)
  .meta({
    description: 'Run id: the time the run took the lock, and a part from its execution',
    examples: ['20260901T030004512Z-7be2d41f'],
  });

/** The run that a response comes from; part of every response and event. */
export const origin = {
  run_id: runId.meta({ description: 'The run that this data belongs to' }),
  as_of: z.iso.date().meta({ description: 'The `as_of` date of that run', examples: ['2026-08-31'] }),
};

/** An example of {@link origin}. */
export const exampleOrigin = { run_id: '20260901T030004512Z-7be2d41f', as_of: '2026-08-31' };

import { z } from 'zod';
import { datasets } from '../intake/datasets/datasets.ts';

/** The history of drops, carried from run to run in `quality.json`. Later drops are compared with it. */
export const historySchema = z.object({
  datasets: z.partialRecord(
    z.enum(datasets),
    z.object({
      /** The latest drops, oldest first, without corrections. */
      drops: z.array(z.object({ run_id: z.string(), kept: z.number(), days: z.number(), quarantined: z.number() })),
      /** First and last day seen so far; null for datasets without dates. */
      first_on: z.string().nullable(),
      last_on: z.string().nullable(),
    }),
  ),
  /** Every currency seen so far. */
  currencies: z.array(z.string()),
});
export type History = z.infer<typeof historySchema>;

export const noHistory: History = { datasets: {}, currencies: [] };

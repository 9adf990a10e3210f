import { z } from 'zod';
import { datasets } from '../intake/datasets/datasets.ts';

/** What later drops are measured by: carried from run to run in `quality.json`. */
export const historySchema = z.object({
  datasets: z.partialRecord(
    z.enum(datasets),
    z.object({
      /** The latest ones, oldest first; those that only correct what came before are left out. */
      drops: z.array(z.object({ run_id: z.string(), kept: z.number(), days: z.number(), quarantined: z.number() })),
      /** The days seen so far; null where the dataset has none. */
      first_on: z.string().nullable(),
      last_on: z.string().nullable(),
    }),
  ),
  /** Every currency seen so far. */
  currencies: z.array(z.string()),
});
export type History = z.infer<typeof historySchema>;

export const noHistory: History = { datasets: {}, currencies: [] };

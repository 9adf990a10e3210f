import { z } from 'zod';
import { datasets } from '../intake/uploads.ts';
import { type Drop, type DroppedUpload, earliest, isList, latest } from './drops.ts';

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

/** A list is compared with the one before it, a record of days with the usual of about two years of monthly drops. */
const rememberedOf = (dataset: Drop['dataset']) => (isList(dataset) ? 1 : 24);

/**
 * What the next run's drops are measured by, once this one is visible.
 * @param history of the run that readers see
 * @param runId this run
 * @param drops of its uploads
 */
export function historyAfter(
  history: History,
  runId: string,
  uploads: readonly DroppedUpload[],
  drops: readonly Drop[],
): History {
  const changed = drops.map(({ dataset, kept, days, quarantined, is_correction, ...drop }) => {
    const past = history.datasets[dataset] ?? { drops: [], first_on: null, last_on: null };
    const added = is_correction ? [] : [{ run_id: runId, kept, days, quarantined }];
    return [
      dataset,
      {
        drops: [...past.drops, ...added].slice(-rememberedOf(dataset)),
        first_on: earliest([past.first_on, drop.first_on]),
        last_on: latest([past.last_on, drop.last_on]),
      },
    ];
  });
  const currencies = uploads.flatMap(({ quality }) => Object.keys(quality?.currencies ?? {}));
  return {
    datasets: { ...history.datasets, ...Object.fromEntries(changed) },
    currencies: [...new Set([...history.currencies, ...currencies])].toSorted(),
  };
}

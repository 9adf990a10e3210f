import { earliest, latest } from '../calendar/days.ts';
import { isList } from '../intake/datasets/datasets.ts';
import type { History } from './drop-history.ts';
import type { Drop, DroppedUpload } from './drops.ts';

/** A list is compared with the one before it, a record of days with the usual of about two years of monthly drops. */
const rememberedDrops = (dataset: Drop['dataset']) => (isList(dataset) ? 1 : 24);

/**
 * What the next run's drops are measured by, once this one is visible.
 * @param history of the run that readers see
 * @param runId this run
 * @param drops of its uploads
 */
export function updateHistory(
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
        drops: [...past.drops, ...added].slice(-rememberedDrops(dataset)),
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

import { earliest, latest } from '../calendar/days.ts';
import { isList } from '../intake/datasets/datasets.ts';
import type { History } from './drop-history.ts';
import type { Drop, DroppedUpload } from './drops.ts';

/** Number of drops to remember: one for a list, which is compared with the previous one; otherwise two years of monthly drops. */
const historyLength = (dataset: Drop['dataset']) => (isList(dataset) ? 1 : 24);

/**
 * Adds a run's drops and currencies to the history.
 * @param history history of the current run
 * @param runId id of the run to add
 * @param drops drops of its uploads
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
        drops: [...past.drops, ...added].slice(-historyLength(dataset)),
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

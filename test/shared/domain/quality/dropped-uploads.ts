import { noHistory } from '../../../../shared/domain/quality/drop-history.ts';
import { type DroppedUpload, measureDrops } from '../../../../shared/domain/quality/drops.ts';
import { updateHistory } from '../../../../shared/domain/quality/update-drop-history.ts';

export const TODAY = '2026-08-01';

interface Facts extends Partial<Omit<DroppedUpload, 'quality'>> {
  from?: string | null;
  to?: string | null;
  future?: number;
  currencies?: Record<string, number>;
}

/** Builds a cleaned upload of orders, by default without quarantined rows. */
export function makeUpload({ from = '2026-07-01', to = '2026-07-31', future = 0, currencies = {}, ...facts }: Facts) {
  const kept = facts.kept ?? 310;
  const quarantined = facts.quarantined ?? 0;
  return {
    upload_id: 'one',
    file: 'orders.csv',
    dataset: 'orders' as const,
    rows: kept + quarantined,
    reasons: {},
    ...facts,
    kept,
    quarantined,
    quality: { first_on: from, last_on: to, future, currencies },
  } satisfies DroppedUpload;
}

/** Builds the history after a sequence of runs with these uploads. */
export const historyAfter = (...runs: readonly (readonly DroppedUpload[])[]) =>
  runs.reduce(
    (history, uploads, index) => updateHistory(history, `run-${index}`, uploads, measureDrops(uploads, history, TODAY)),
    noHistory,
  );

import type { AuditLog } from '../adapters/tables/audit-log.ts';
import type { CustomerTable } from '../adapters/tables/customer-table.ts';
import type { Erasure, ErasureTable } from '../adapters/tables/erasure-table.ts';
import type { OverrideTable } from '../adapters/tables/override-table.ts';
import type { Run } from '../adapters/tables/run-table.ts';
import { isWholeFile, runFromKey, runsRoot } from '../domain/run/runs.ts';
import { logger } from '../observability.ts';
import type { ObjectStore } from '../ports/objects.ts';

interface Tables {
  customers: CustomerTable;
  erasures: ErasureTable;
  overrides: OverrideTable;
}

/**
 * Removes customers with a pending erasure and their overrides from the table. A run that was in progress at the time of the
 * request may have written them again.
 */
export async function removeErased({ customers, erasures, overrides }: Tables): Promise<Erasure[]> {
  const pending = await erasures.pending();
  for (const { customer_id } of pending) {
    await customers.remove(customer_id);
    await overrides.remove(customer_id);
  }
  return pending;
}

/** How the erasures that were requested before a run have ended in it. */
export interface ErasureOutcome {
  completed: number;
  /** Erasures that failed; the next run tries again, and no run publishes the customers meanwhile. */
  failed: number;
}

/** Splits pending erasures into those that a run has carried out and those that it could not. Those requested since are in neither. */
function splitErasures(pending: readonly Erasure[], { run_id, started_at }: RunStart) {
  const [done, others] = [
    pending.filter(isErasedBy(run_id)),
    pending.filter((erasure) => !isErasedBy(run_id)(erasure)),
  ];
  return { done, failed: others.filter(({ asked_at }) => asked_at < started_at) };
}
type RunStart = Pick<Run, 'run_id' | 'started_at'>;
const isErasedBy = (runId: string) => (erasure: Erasure) => erasure.erased_by === runId;

/** Counts the erasures by how they have ended in a run. */
export function erasureOutcome(pending: readonly Erasure[], run: RunStart): ErasureOutcome {
  const { done, failed } = splitErasures(pending, run);
  return { completed: done.length, failed: failed.length };
}

/**
 * Completes the erasures whose rows a run has removed from the lake, once that run is current. Deletes the files of all customers of
 * earlier runs first, which still have the persons. Afterwards only the audit log has a record of an erasure, without the customer.
 * Records the erasures that failed. A failure here does not fail the run: the erasures stay pending, and the next run tries again.
 */
export async function completeErasures(run: RunStart, { lake, erasures, audit, now }: Completing): Promise<void> {
  const { done, failed } = splitErasures(await erasures.pending(), run);
  for (const erasure of failed) await erasures.mark(erasure, 'failed_in', run.run_id);
  if (failed.length > 0) logger.warn('erasures failed', { erasures: failed.length });
  if (done.length === 0) return;
  try {
    await removeWholeFiles(lake, run.run_id);
  } catch (error) {
    logger.warn('erasures not completed', { erasures: done.length, error: (error as Error).name });
    return;
  }
  for (const erasure of done) {
    const { erasure_id: request_id } = erasure;
    await audit.record({
      ...{ at: now(), request_id, operation: 'completeErasure', client_id: `run ${run.run_id}`, status: 200 },
    });
    await erasures.complete(erasure);
  }
}

interface Completing {
  lake: Pick<ObjectStore, 'list' | 'remove'>;
  erasures: ErasureTable;
  audit: AuditLog;
  now: () => string;
}

/** Deletes the files of all customers of the runs before the given one; their results by bucket stay. */
async function removeWholeFiles(lake: Completing['lake'], runId: string): Promise<void> {
  const keys = (await lake.list(runsRoot)).map(({ key }) => key);
  await lake.remove(keys.filter((key) => isWholeFile(key) && (runFromKey(key) ?? runId) < runId));
}

import type { CustomerTable } from '../../../shared/adapters/tables/customer-table.ts';
import type { ErasureTable } from '../../../shared/adapters/tables/erasure-table.ts';
import type { OverrideTable } from '../../../shared/adapters/tables/override-table.ts';
import type { RunTable } from '../../../shared/adapters/tables/run-table.ts';
import type { Execution } from '../../../shared/contracts.ts';
import { metrics } from '../../../shared/observability.ts';
import type { EventBus } from '../../../shared/ports/events.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import type { Workflow } from '../../../shared/ports/workflow.ts';
import { removeErased } from '../../../shared/run/erasures.ts';
import { enterIntoLedger } from '../../../shared/run/ledger.ts';
import { releaseRunLock } from '../../../shared/run/release-run-lock.ts';
import { readReports } from '../../../shared/run/reports.ts';
import { readFailures } from '../../../shared/run/usage.ts';
import { type Caught, failureReason } from './reason.ts';

interface Dependencies {
  inbox: ObjectStore;
  lake: ObjectStore;
  runs: RunTable;
  customers: CustomerTable;
  erasures: ErasureTable;
  overrides: OverrideTable;
  machine: Workflow;
  events: EventBus;
  now: () => string;
}

/**
 * Ends a failed run: records the state and reason, publishes the failure, and releases the lock. Readers keep the last
 * successful run. Rejected uploads enter the ledger; all others wait for the next run. Does nothing for an execution whose lock
 * another one has.
 */
export async function failRun(
  { execution, failed }: { execution: Execution; failed: { state: string; caught: Caught } },
  dependencies: Dependencies,
): Promise<{ runId: string; error: string; message: string }> {
  const { inbox, lake, runs, machine, events, now } = dependencies;
  const lock = await runs.getLock();
  const runId = lock?.execution_arn === execution.arn ? lock.run_id : '';
  const { error, message } = failureReason(failed.caught, await readFailures(lake, runId, failed.state));
  // Another execution has taken over, and recorded why; it checks the inbox again.
  if (lock && !runId) return { runId, error, message };
  const outcome = { status: 'failed', ended_at: now(), failed_state: failed.state, error, message } as const;

  const run = runId ? await runs.getRun(runId) : undefined;
  if (run) {
    const rejected = (await readReports(lake, runId)).filter(({ status }) => status === 'rejected');
    await enterIntoLedger(lake, runs, run, rejected, { onlyRejected: true });
    await runs.setFields(runId, outcome);
  } else if (runId) {
    await runs.putRun({
      run_id: runId,
      started_at: execution.startedAt,
      source: 'unknown',
      execution_arn: execution.arn,
      ...outcome,
    });
  }
  await removeErased(dependencies);
  await events.publish('Run Failed', { run_id: runId, failed_state: failed.state, error, message });
  metrics.addMetric('RunsFailed', 'Count', 1);
  if (run) await releaseRunLock(execution, runId, { inbox, lake, runs, machine });
  else await runs.freeLock(execution.arn);
  return { runId, error, message };
}

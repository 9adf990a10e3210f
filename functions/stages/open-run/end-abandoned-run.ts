import type { Lock, RunTable } from '../../../shared/adapters/tables/run-table.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import type { Workflow } from '../../../shared/ports/workflow.ts';
import { enterIntoLedger } from '../../../shared/run/ledger.ts';
import { readReports } from '../../../shared/run/reports.ts';

interface Dependencies {
  lake: ObjectStore;
  runs: RunTable;
  machine: Workflow;
}

/**
 * Ends the run of an execution that a person, a deployment or an error stopped before it could end the run itself. A run that was
 * already current succeeds, and its uploads enter the ledger; any other fails, and the next run takes up its uploads.
 * @param holder the lock that was taken over
 * @param nextRunId the run that took it over
 * @param now ISO 8601, UTC
 */
export async function endAbandonedRun(
  holder: Pick<Lock, 'execution_arn' | 'run_id'>,
  nextRunId: string,
  now: string,
  { lake, runs, machine }: Dependencies,
): Promise<void> {
  const run = await runs.getRun(holder.run_id);
  if (run?.status !== 'running') return;
  const reason = (await machine.endingOf(holder.execution_arn)) ?? 'Its execution ended without closing it';
  const { run_id: visible } = await runs.getCurrent();
  if (visible !== run.run_id) {
    const message = `${reason}; run ${nextRunId} takes up its uploads`;
    await runs.setFields(run.run_id, { status: 'failed', ended_at: now, error: 'Abandoned', message });
    return;
  }
  await enterIntoLedger(lake, runs, run, await readReports(lake, run.run_id));
  const message = `${reason} after its tiers were published; run ${nextRunId} closed it`;
  await runs.setFields(run.run_id, { status: 'succeeded', ended_at: now, message });
}

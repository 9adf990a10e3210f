import type { RunTable } from '../../../shared/adapters/tables/run-table.ts';
import { nextScheduledRun, type Schedule } from '../../../shared/domain/run/schedule.ts';

interface Dependencies {
  runs: Pick<RunTable, 'getCurrent' | 'getRun'>;
  schedule: Schedule;
  /** Milliseconds since 1970-01-01 UTC. */
  now: () => number;
}

/** How long after its scheduled start a run may end: twice the longest execution. */
const GRACE_MS = 12 * 3_600_000;

/**
 * Whether the monthly run is overdue: another one should have started since the current run did. Before the first run
 * nothing is overdue.
 */
export async function isRunOverdue({ runs, schedule, now }: Dependencies): Promise<boolean> {
  const { run_id } = await runs.getCurrent();
  const current = run_id === undefined ? undefined : await runs.getRun(run_id);
  return current !== undefined && nextScheduledRun(schedule, Date.parse(current.started_at)) <= now() - GRACE_MS;
}

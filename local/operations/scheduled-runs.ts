import type { Run, RunTable } from '../../shared/adapters/tables/run-table.ts';
import { source } from '../../shared/contracts.ts';
import { nextScheduledRun, type Schedule } from '../../shared/domain/run/schedule.ts';

interface Dependencies {
  schedule: Schedule;
  runs: Pick<RunTable, 'listRuns'>;
  workflow: { start(input: object): unknown; isIdle(): boolean };
  /** Milliseconds since 1970. */
  now: () => number;
}

const PAGE = 100;

/**
 * Creates a check, to be repeated, that starts the monthly run once it is due. A run is due when a scheduled moment has passed
 * since the last scheduled run, or since the first run if there was none; so a moment at which the machine slept or nothing
 * served is made up for, once. Waits for a running execution to end.
 */
export function scheduledRuns({ schedule, runs, workflow, now }: Dependencies): () => Promise<void> {
  /** The last scheduled run, in milliseconds since 1970. */
  let last: number | undefined;

  return async () => {
    const instant = now();
    last ??= await lastScheduled(runs);
    // A clock that was ahead for a while must not put off the next run until then.
    last = Math.min(last ?? instant, instant);
    if (nextScheduledRun(schedule, last) > instant || !workflow.isIdle()) return;
    last = instant;
    workflow.start({ source: source.schedule });
  };
}

/** When the last scheduled run started, or else the first run; undefined if there is none. */
async function lastScheduled({ listRuns }: Pick<RunTable, 'listRuns'>): Promise<number | undefined> {
  let oldest: Run | undefined;
  for (;;) {
    const page: Run[] = await listRuns(PAGE, oldest?.run_id);
    const scheduled = page.find((run) => run.source === source.schedule);
    oldest = scheduled ?? page.at(-1) ?? oldest;
    if (scheduled || page.length < PAGE) return oldest && Date.parse(oldest.started_at);
  }
}

import type { Run, RunTable } from '../../../shared/adapters/tables/run-table.ts';
import { parseRunSummary, type RunSummary } from '../../../shared/run/summary.ts';

/** A successful run with its summary. */
export interface SummarisedRun {
  run: Run;
  summary: RunSummary;
}

/** Runs that the flow of tiers shows. */
const SHOWN_RUNS = 6;

/** A run and those before it, each the one that the next was compared with. @returns oldest first, at most six */
export async function readHistory(runs: Pick<RunTable, 'getRun'>, run: Run): Promise<SummarisedRun[]> {
  const found: SummarisedRun[] = [];
  let next: Run | undefined = run;
  while (next?.summary && found.length < SHOWN_RUNS) {
    const summary = parseRunSummary(next);
    found.unshift({ run: next, summary });
    const { previous_run_id } = summary.movement;
    next = previous_run_id === null ? undefined : await runs.getRun(previous_run_id);
  }
  return found;
}

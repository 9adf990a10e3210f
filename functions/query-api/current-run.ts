import { isDeepStrictEqual } from 'node:util';
import type { CustomerTable } from '../../shared/adapters/customer-table.ts';
import type { Current, Run, RunTable } from '../../shared/adapters/run-table.ts';
import { ProblemError } from '../../shared/problem.ts';

export interface Readers {
  runs: RunTable;
  customers: CustomerTable;
}

const ATTEMPTS = 3;

/**
 * Reads from one whole run. A run that begins to publish, or becomes visible, between the look at `CURRENT` and the
 * end of the reading would show a mixture, so the reading is then done again.
 * @param read gets the run that readers see
 * @throws {ProblemError} `no-run-yet` before the first run has completed
 */
export async function fromCurrentRun<Result>(
  { runs }: Readers,
  read: (run: Run, current: Current) => Promise<Result>,
): Promise<Result> {
  let current = await runs.getCurrent();
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const result = await read(await visibleRun(runs, current), current);
    const after = await runs.getCurrent();
    if (isDeepStrictEqual(after, current)) return result;
    current = after;
  }
  throw new ProblemError('try-again', 'A run is being published; ask again in a moment');
}

async function visibleRun(runs: RunTable, { run_id }: Current): Promise<Run> {
  const run = run_id === undefined ? undefined : await runs.getRun(run_id);
  if (run) return run;
  throw new ProblemError('no-run-yet', 'no run has completed yet: drop a file into the inbox and wait for its run');
}

/** What every answer says of the run it comes from. */
export function origin({ run_id, as_of }: Run) {
  return { run_id, as_of };
}

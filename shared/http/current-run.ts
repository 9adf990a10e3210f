import { isDeepStrictEqual } from 'node:util';
import type { CustomerTable, CustomerView } from '../adapters/tables/customer-table.ts';
import type { Current, Run, RunTable } from '../adapters/tables/run-table.ts';
import { ProblemError } from './problem.ts';

export interface Readers {
  runs: RunTable;
  customers: CustomerTable;
}

const ATTEMPTS = 3;

/**
 * Reads customers as one whole run has them. A run that begins to publish, or becomes visible, between the look at
 * `CURRENT` and the end of the reading could show a mixture; where that may be, `CURRENT` is looked at once more, and the
 * reading done again if it has changed.
 * @param read gets the customers of the run that readers see, and the run's id
 * @returns the run, and what was read of it
 * @throws {ProblemError} `no-run-yet` before the first run has completed
 */
export async function readFromCurrentRun<Found>(
  { runs, customers }: Readers,
  read: (view: CustomerView, runId: string) => Promise<Found>,
): Promise<{ run: Run; found: Found }> {
  let current = await runs.getCurrent();
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const runId = visibleRunId(current);
    const view = customers.view(current);
    const [run, found] = await Promise.all([runs.getRun(runId), read(view, runId)]);
    if (!run) throw new Error(`The current run ${runId} is not in the table`);
    if (view.isSettled()) return { run, found };
    const after = await runs.getCurrent();
    if (isDeepStrictEqual(after, current)) return { run, found };
    current = after;
  }
  throw new ProblemError('try-again', 'A run is being published; ask again in a moment');
}

/**
 * The run that readers see, for what stands in the run itself.
 * @throws {ProblemError} `no-run-yet` before the first run has completed
 */
export async function readCurrentRun(readers: Readers): Promise<Run> {
  return (await readFromCurrentRun(readers, async () => undefined)).run;
}

function visibleRunId({ run_id }: Current): string {
  if (run_id !== undefined) return run_id;
  throw new ProblemError('no-run-yet', 'no run has completed yet: drop a file into the inbox and wait for its run');
}

/** What every answer says of the run it comes from. */
export function origin({ run_id, as_of }: Pick<Run, 'run_id' | 'as_of'>) {
  return { run_id, as_of };
}

/** The id is not said again: it may be a person's address. */
export const unknownCustomer = (run: Run) =>
  new ProblemError('customer-not-found', 'No customer of this run has this id', origin(run));

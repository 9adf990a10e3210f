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
 * Reads customers consistently from one run. A run that starts publishing or becomes current during the read could cause a
 * mix of two runs. If that is possible, reads `CURRENT` again and repeats the read if it has changed.
 * @param read receives a view of the current run's customers and the run id
 * @returns the run and the result of `read`
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
    const [run, found] = await Promise.all([findRun(runs, runId), read(view, runId)]);
    if (!run) throw new Error(`The current run ${runId} is not in the table`);
    if (view.isSettled()) return { run, found };
    const after = await runs.getCurrent();
    if (isDeepStrictEqual(after, current)) return { run, found };
    current = after;
  }
  throw new ProblemError('try-again', 'A run is being published; try again in a moment');
}

/**
 * The current run, for responses that need only the run item.
 * @throws {ProblemError} `no-run-yet` before the first run has completed
 */
export async function readCurrentRun(readers: Readers): Promise<Run> {
  return (await readFromCurrentRun(readers, async () => undefined)).run;
}

/** The last run read as succeeded, which changes no more: its summary is most of what a request would read. */
const succeeded = new WeakMap<RunTable, Run>();

async function findRun(runs: RunTable, runId: string): Promise<Run | undefined> {
  const known = succeeded.get(runs);
  if (known?.run_id === runId) return known;
  const run = await runs.getRun(runId);
  if (run?.status === 'succeeded') succeeded.set(runs, run);
  return run;
}

function visibleRunId({ run_id }: Current): string {
  if (run_id !== undefined) return run_id;
  throw new ProblemError('no-run-yet', 'No run has completed yet: upload a file and wait for its run');
}

/** The fields that identify the run in every response. */
export function origin({ run_id, as_of }: Pick<Run, 'run_id' | 'as_of'>) {
  return { run_id, as_of };
}

/** Does not repeat the id, which may be an e-mail address. */
export const unknownCustomer = (run: Run) =>
  new ProblemError('customer-not-found', 'No customer in this run has this id', origin(run));

import type { Attempt, RunTable } from '../../../shared/adapters/tables/run-table.ts';
import { UnreadableUploadError } from '../../../shared/errors.ts';
import { SPLIT_IT } from './reading/limits.ts';

const MAX_ATTEMPTS = 2;
const MINUTE_MS = 60_000;

/**
 * Cleans an upload unless earlier attempts ran out of time, memory or disk: trying again would fail every run. A function that is
 * killed cannot record that, so an attempt counts from its beginning until it ends in another way.
 * @param timeLimit milliseconds that an attempt has; undefined where attempts are not killed for their time, but perhaps by a person,
 *   so that only those count that report a lack of memory
 * @throws {UnreadableUploadError} in the third attempt; errors of `work` pass through
 */
export async function countAttempt<Result>(
  runs: RunTable,
  attempt: Attempt,
  timeLimit: number | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  const earlier = await runs.countAttempts(attempt);
  if (earlier >= MAX_ATTEMPTS) throw new UnreadableUploadError(message(timeLimit));
  const isCounted = timeLimit !== undefined;
  if (isCounted) await runs.addAttempt(attempt);
  try {
    const result = await work();
    if (isCounted || earlier > 0) await runs.endAttempts(attempt);
    return result;
  } catch (error) {
    if (isOutOfSpace(error as Error)) await runs.addAttempt(attempt);
    else if (isCounted || earlier > 0) await runs.endAttempts(attempt);
    throw error;
  }
}

const isOutOfSpace = ({ message, cause }: Error) => /out of memory|no space left/i.test(`${message} ${cause ?? ''}`);

function message(timeLimit: number | undefined): string {
  const time = timeLimit === undefined ? '' : `longer than ${Math.round(timeLimit / MINUTE_MS)} minutes, or `;
  return `Cleaning the file took ${time}more memory or disk than there is, twice: ${SPLIT_IT}`;
}

import { isDeepStrictEqual } from 'node:util';
import type { Run } from '../../shared/adapters/tables/run-table.ts';
import type { EmbeddedCloud } from '../cloud/embedded-cloud.ts';
import { type RunQuality, readQuality } from './quality.ts';

/** A run to report, whole. */
export interface Outcome {
  run: Run;
  quality: RunQuality;
}

/** Why nothing can be reported: an execution that ended before it had a run, or could not even say that it failed. */
export class ExecutionFailed extends Error {
  override name = 'ExecutionFailed';
}

type Source = Pick<EmbeddedCloud, 'runs' | 'lake' | 'workflow'>;

export const newestRun = async ({ runs }: Pick<Source, 'runs'>) => (await runs.listRuns(1))[0];

/**
 * Finds the run that the executions have led to.
 * @param before the newest run when they started
 * @returns the newest run if they made or ended one; otherwise the one that readers see
 * @throws {ExecutionFailed} when one failed without a run
 */
export async function readOutcome(before: Run | undefined, source: Source): Promise<Outcome & { isNew: boolean }> {
  const newest = await newestRun(source);
  const isNew = newest !== undefined && !isDeepStrictEqual(newest, before);
  const failed = source.workflow.firstFailure();
  if (failed && (!isNew || newest.status === 'running')) {
    throw new ExecutionFailed(`The workflow failed: ${failed.error}: ${failed.cause}\nStart again to try again`);
  }
  const current = await source.runs.getCurrent();
  const run = isNew ? newest : await source.runs.getRun(current.run_id ?? newest?.run_id ?? '');
  if (!run) throw new ExecutionFailed('The workflow ended without a run');
  return { run, isNew, quality: await readQuality(run.run_id, source.lake) };
}

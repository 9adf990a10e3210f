import { isDeepStrictEqual } from 'node:util';
import type { Run } from '../../shared/adapters/tables/run-table.ts';
import type { Platform } from '../platform/start-platform.ts';
import { type RunQuality, readQuality } from './quality.ts';

/** The run to report, with its quality figures. */
export interface Outcome {
  run: Run;
  quality: RunQuality;
}

/** No run to report: an execution ended before it became a run, or could not record its failure. */
export class ExecutionFailed extends Error {
  override name = 'ExecutionFailed';
}

type Source = Pick<Platform, 'runs' | 'lake' | 'workflow'>;

export const newestRun = async ({ runs }: Pick<Source, 'runs'>) => (await runs.listRuns(1))[0];

/**
 * Finds the run to report after the executions have ended.
 * @param before the newest run before the executions started
 * @returns the newest run if the executions created or changed it; otherwise the current run
 * @throws {ExecutionFailed} when an execution failed without a run
 */
export async function readOutcome(before: Run | undefined, source: Source): Promise<Outcome & { isNew: boolean }> {
  const newest = await newestRun(source);
  const isNew = newest !== undefined && !isDeepStrictEqual(newest, before);
  const failed = source.workflow.firstFailure();
  if (failed && (!isNew || newest.status === 'running')) {
    throw new ExecutionFailed(`The workflow failed: ${failed.error}: ${failed.cause}\nRun the command again to retry`);
  }
  const current = await source.runs.getCurrent();
  const run = isNew ? newest : await source.runs.getRun(current.run_id ?? newest?.run_id ?? '');
  if (!run) throw new ExecutionFailed('The workflow ended without creating a run');
  return { run, isNew, quality: await readQuality(run.run_id, source.lake) };
}

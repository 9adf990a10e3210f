import type { RunTable } from '../../shared/adapters/tables/run-table.ts';
import type { ObjectStore } from '../../shared/ports/objects.ts';
import { readQuality, type UploadQuality } from '../cli/quality.ts';
import type { Execution, WorkflowEvent } from '../platform/workflow.ts';
import type { Log } from './log.ts';

interface Dependencies {
  log: Log;
  runs: Pick<RunTable, 'listRuns'>;
  lake: ObjectStore;
}

/** Runs among which an ended execution's is looked for: several may have begun in the meantime. */
const RECENT = 20;

/**
 * Logs the run of an execution that has ended, and what it did with each upload. An execution that found nothing to do leaves no
 * line.
 */
export async function logExecution(
  event: WorkflowEvent,
  { executionArn }: Execution,
  { log, runs, lake }: Dependencies,
): Promise<void> {
  if (event.type !== 'ExecutionSucceeded' && event.type !== 'ExecutionFailed') return;
  const run = (await runs.listRuns(RECENT)).find(({ execution_arn }) => execution_arn === executionArn);
  if (!run) {
    if (event.type === 'ExecutionFailed') log.write('error', 'workflow failed', { error: event.Error });
    return;
  }
  const { run_id, source, as_of, started_at, ended_at, failed_state, error, gate } = run;
  for (const upload of (await readQuality(run_id, lake)).uploads) logUpload(run_id, upload, log);
  const seconds = ended_at && (Date.parse(ended_at) - Date.parse(started_at)) / 1000;
  if (run.status === 'succeeded') log.write('info', 'run succeeded', { run_id, source, as_of, seconds });
  else if (gate === 'held') log.write('warn', 'run held', { run_id, source, seconds });
  else log.write('error', 'run failed', { run_id, source, state: failed_state, error, seconds });
}

function logUpload(run_id: string, { file, dataset, status, rows, kept, quarantined, error }: UploadQuality, log: Log) {
  if (status === 'rejected') log.write('warn', 'upload rejected', { run_id, file, error });
  else if (status === 'repeated') log.write('info', 'upload repeated', { run_id, file });
  else log.write('info', 'upload taken in', { run_id, file, dataset, rows, kept, quarantined });
}

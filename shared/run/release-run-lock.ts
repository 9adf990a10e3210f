import type { RunTable } from '../adapters/tables/run-table.ts';
import { type Execution, source } from '../contracts.ts';
import { createUploadId, wholeObject } from '../domain/intake/uploads.ts';
import { parsePolicy, policyHash } from '../domain/policy/policy.ts';
import { runFiles } from '../domain/run/runs.ts';
import type { ObjectStore } from '../ports/objects.ts';
import type { Workflow } from '../ports/workflow.ts';
import { manifest } from './reports.ts';
import { waitingUploads } from './waiting-uploads.ts';

interface Services {
  inbox: ObjectStore;
  lake: ObjectStore;
  runs: RunTable;
  machine: Workflow;
}

/**
 * Releases the lock and checks the inbox again. Executions that were started during the run found the lock held and ended, so
 * this starts the next execution if there are uploads that the run had not seen. Uploads that it had seen do not count;
 * otherwise a failed run would restart itself forever.
 */
export async function releaseRunLock(execution: Execution, runId: string, { inbox, lake, runs, machine }: Services) {
  await runs.freeLock(execution.arn);
  const uploads = manifest.parse((await lake.getJson(runFiles.manifest(runId))) ?? []);
  const seen = new Set(uploads.map((upload) => createUploadId(wholeObject(upload))));
  const policy = parsePolicy(await lake.getJson(runFiles.policy(runId)));
  const waiting = await waitingUploads(inbox, runs, policyHash(policy));
  if (waiting.some((object) => !seen.has(createUploadId(object)))) await machine.start({ source: source.followUp });
}

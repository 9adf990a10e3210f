import { basename } from 'node:path';
import { source } from '../../shared/contracts.ts';
import type { EmbeddedCloud } from '../cloud/embedded-cloud.ts';
import { dropFiles, unprocessedObjects } from './drop.ts';
import type { InboxFile } from './files.ts';
import { bytesText } from './format.ts';
import { newestRun } from './outcome.ts';
import { applyPolicy } from './policy-file.ts';

export interface RunRequest {
  files: readonly InboxFile[];
  asOf: string | undefined;
  policy: string | undefined;
  /** Whether to process uploads that the gate would hold. */
  acceptGate: boolean;
}

/**
 * Uploads files to the inbox and makes sure that exactly one execution processes everything that waits. It is started by
 * an upload event; by a request when a date, `acceptGate` or a changed policy needs a run; or to finish an earlier run.
 * @param print prints one line per step
 */
export async function ingestFiles(
  cloud: EmbeddedCloud,
  request: RunRequest,
  print: (line: string) => void,
): Promise<void> {
  const { workflow, uploads, runs } = cloud;
  const isUnfinished = (await runs.getLock()) !== undefined || (await newestRun(cloud))?.status === 'running';
  const policyChanged = request.policy !== undefined && (await applyPolicy(request.policy, cloud));

  uploads.hold();
  for (const { file, key, uploaded, bytes } of await dropFiles(request.files, cloud)) {
    print(`  ${basename(file)}: ${uploaded ? `uploaded as ${key} (${bytesText(bytes)})` : 'already uploaded'}`);
  }
  if (isUnfinished) print('  An earlier run was interrupted; this run finishes its work');
  if (request.asOf !== undefined || request.acceptGate || policyChanged) {
    uploads.drop();
    workflow.start({
      source: source.request,
      ...(request.asOf !== undefined && { asOf: request.asOf }),
      ...(request.acceptGate && { acceptGate: true }),
    });
  } else if (isUnfinished) {
    uploads.drop();
    workflow.start({ source: source.followUp });
  } else {
    uploads.release((await unprocessedObjects(cloud))[0]);
  }
  if (workflow.isIdle()) print('  Nothing new: the current run stays');
}

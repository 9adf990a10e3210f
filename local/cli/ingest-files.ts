import { basename } from 'node:path';
import { source } from '../../shared/contracts.ts';
import type { EmbeddedCloud } from '../cloud/embedded-cloud.ts';
import { dropFiles, unseenObjects } from './drop.ts';
import type { InboxFile } from './files.ts';
import { bytesText } from './format.ts';
import { newestRun } from './outcome.ts';
import { applyPolicy } from './policy-file.ts';

export interface RunRequest {
  files: readonly InboxFile[];
  asOf: string | undefined;
  policy: string | undefined;
  /** Whether to take in what the gate would hold. */
  acceptGate: boolean;
}

/**
 * Drops files into the inbox and sees to it that one execution takes in all that waits: started by the upload's event,
 * or by a request where a day, an acceptance or a changed policy asks for one, or to finish what an earlier process left.
 * @param tell hears of each step
 */
export async function ingestFiles(
  cloud: EmbeddedCloud,
  wishes: RunRequest,
  tell: (line: string) => void,
): Promise<void> {
  const { workflow, uploads, runs } = cloud;
  const isUnfinished = (await runs.getLock()) !== undefined || (await newestRun(cloud))?.status === 'running';
  const policyChanged = wishes.policy !== undefined && (await applyPolicy(wishes.policy, cloud));

  uploads.hold();
  for (const { file, key, uploaded, bytes } of await dropFiles(wishes.files, cloud)) {
    tell(`  ${basename(file)}: ${uploaded ? `dropped as ${key} (${bytesText(bytes)})` : 'already dropped, unchanged'}`);
  }
  if (isUnfinished) tell('  An earlier run did not end: this one finishes its work');
  if (wishes.asOf !== undefined || wishes.acceptGate || policyChanged) {
    uploads.drop();
    workflow.start({
      source: source.request,
      ...(wishes.asOf !== undefined && { asOf: wishes.asOf }),
      ...(wishes.acceptGate && { acceptGate: true }),
    });
  } else if (isUnfinished) {
    uploads.drop();
    workflow.start({ source: source.followUp });
  } else {
    uploads.release((await unseenObjects(cloud))[0]);
  }
  if (workflow.isIdle()) tell('  Nothing new: the run before stands');
}

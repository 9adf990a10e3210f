import { source } from '../../shared/contracts.ts';
import type { Platform } from '../platform/start-platform.ts';
import type { NamedColumn } from './column-option.ts';
import { dropFiles, hasUnprocessed } from './drop.ts';
import type { InboxFile } from './files.ts';
import { bytesText } from './format.ts';
import { oldestFirst } from './oldest-first.ts';
import { newestRun } from './outcome.ts';
import { applyPolicy } from './policy-file.ts';

export interface RunRequest {
  files: readonly InboxFile[];
  asOf: string | undefined;
  policy: string | undefined;
  /** Columns to add to the policy's mapping. */
  columns: readonly NamedColumn[];
  /** Whether to process uploads that the gate would hold. */
  acceptGate: boolean;
}

/**
 * Uploads files to the inbox and starts one execution if there is something to process: new uploads; a date, `acceptGate` or a
 * changed policy, which need a run of their own; or an earlier run that was interrupted.
 * @param print prints one line per step
 */
export async function ingestFiles(
  platform: Platform,
  request: RunRequest,
  print: (line: string) => void,
): Promise<void> {
  const { workflow, runs, takeIn } = platform;
  const isUnfinished = (await runs.getLock()) !== undefined || (await newestRun(platform))?.status === 'running';
  const { policy: file, columns } = request;
  const isPolicyGiven = file !== undefined || columns.length > 0;
  const policyChanged = isPolicyGiven && (await applyPolicy({ file, columns }, platform));

  const dropped = await dropFiles(await oldestFirst(request.files), platform);
  for (const { name, key, uploaded, bytes } of dropped) {
    print(`  ${name}: ${uploaded ? `uploaded as ${key} (${bytesText(bytes)})` : 'already uploaded'}`);
  }
  const uploaded = dropped.filter((file) => file.uploaded);
  if (uploaded.length > 1) {
    print(
      `  Where these files have the same orders, the last one counts: ${uploaded.map(({ name }) => name).join(', ')}`,
    );
  }
  if (isUnfinished) print('  An earlier run was interrupted; this run finishes its work');
  if (request.asOf !== undefined || request.acceptGate || policyChanged) {
    workflow.start({
      source: source.request,
      ...(request.asOf !== undefined && { asOf: request.asOf }),
      ...(request.acceptGate && { acceptGate: true }),
    });
  } else if (isUnfinished) {
    workflow.start({ source: source.followUp });
  } else if (dropped.some(({ uploaded }) => uploaded) || (await hasUnprocessed(platform))) {
    takeIn();
  }
  if (workflow.isIdle()) print('  Nothing new: the current run stays');
}

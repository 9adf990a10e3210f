import { z } from 'zod';
import { mapWithConcurrency } from '../adapters/map-with-concurrency.ts';
import { type Policy, parsePolicy, policyHash } from '../domain/policy/policy.ts';
import {
  cleanRoot,
  heldFile,
  heldNote,
  heldPrefix,
  heldRoot,
  releasedFile,
  runFiles,
  uploadIdFromHeldKey,
  uploadIdFromKey,
} from '../domain/run/runs.ts';
import type { ObjectStore } from '../ports/objects.ts';
import { type CleanedReport, uploadReport } from './reports.ts';

const note = z.object({ run_id: z.string(), policy: z.string() });

/** The policy as far as it may decide how rows are cleaned: all but the gate, whose limits people change to release a run. */
const policyOfRows = (policy: Policy) => policyHash({ ...policy, gate: parsePolicy({}).gate });

/**
 * Sets aside the clean rows of uploads that the run does not accept: later runs read all clean rows in the lake, and the owner may
 * still withdraw a held file. The run that takes the upload in releases them,
 * and before the run is complete nothing else is held, so that an erasure need not look here.
 */
export async function holdRows(
  lake: ObjectStore,
  uploadIds: ReadonlySet<string>,
  { runId, policy }: { runId: string; policy: Policy },
): Promise<void> {
  await mapWithConcurrency(await lake.list(cleanRoot), async ({ key }) => {
    const uploadId = uploadIdFromKey(key);
    if (uploadId !== undefined && uploadIds.has(uploadId)) await lake.move(key, heldFile(uploadId, key));
  });
  // Last: without it, rows that were moved in part are not released.
  for (const uploadId of uploadIds)
    await lake.putJson(heldNote(uploadId), { run_id: runId, policy: policyOfRows(policy) });
}

/**
 * Releases the held rows of an upload, which the run that holds them has cleaned by the same policy, so that they need not be
 * cleaned again. Removes them if they cannot be used. Ends with {@link forgetHeld}; until then it can be repeated.
 * @param requireNewest throws when a newer run has begun
 * @returns the report of the run that holds them, and its id; undefined if the upload must be cleaned
 */
export async function releaseRows(
  lake: ObjectStore,
  uploadId: string,
  policy: Policy,
  requireNewest: () => Promise<void>,
): Promise<{ report: CleanedReport; heldBy: string } | undefined> {
  const keys = (await lake.list(heldPrefix(uploadId))).map(({ key }) => key);
  if (keys.length === 0) return undefined;
  const held = note.safeParse(await lake.getJson(heldNote(uploadId))).data;
  const report =
    held?.policy === policyOfRows(policy)
      ? uploadReport.safeParse(await lake.getJson(runFiles.report(held.run_id, uploadId))).data
      : undefined;
  await requireNewest();
  if (!held || report?.status !== 'cleaned') {
    await lake.remove(keys);
    return undefined;
  }
  const files = keys.filter((key) => key !== heldNote(uploadId));
  await mapWithConcurrency(files, (key) => lake.move(key, releasedFile(uploadId, key)));
  return { report, heldBy: held.run_id };
}

export const forgetHeld = (lake: ObjectStore, uploadId: string) => lake.remove([heldNote(uploadId)]);

/** Removes held rows of all uploads but some. */
export async function removeHeld(lake: ObjectStore, except: ReadonlySet<string>): Promise<void> {
  const keys = (await lake.list(heldRoot)).map(({ key }) => key);
  await lake.remove(keys.filter((key) => !except.has(uploadIdFromHeldKey(key))));
}

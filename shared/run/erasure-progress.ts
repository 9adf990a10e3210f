import * as z from 'zod';
import { runFiles } from '../domain/run/runs.ts';
import type { ObjectStore } from '../ports/objects.ts';

/** What a run has erased from the files that are not by bucket, so that another attempt goes on where the last one stopped. */
const erasureProgress = z.object({
  /** Ids of the erasures. Those requested later are left to the next run. */
  erasures: z.array(z.string()),
  /** Folders of files by bucket, in which `maintain-bucket` erases. */
  folders: z.array(z.string()),
  /** The last key that was searched, in the order of the keys' UTF-8 bytes. */
  searched: z.string(),
});
export type ErasureProgress = z.infer<typeof erasureProgress>;

/** The progress of a run's erasures, or undefined before the first file. */
export async function readErasureProgress(lake: ObjectStore, runId: string): Promise<ErasureProgress | undefined> {
  const stored = await lake.getJson(runFiles.erasureProgress(runId));
  return stored === undefined ? undefined : erasureProgress.parse(stored);
}

export const writeErasureProgress = (lake: ObjectStore, runId: string, progress: ErasureProgress): Promise<void> =>
  lake.putJson(runFiles.erasureProgress(runId), progress);

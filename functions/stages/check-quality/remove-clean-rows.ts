import { cleanRoot, uploadIdFromKey } from '../../../shared/domain/run/runs.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';

/**
 * Removes the clean rows of uploads that the run does not accept: later runs read all clean rows in the lake, and the owner may
 * still withdraw a held file. An upload that remains is cleaned again by the run that accepts it.
 */
export async function removeCleanRows(lake: ObjectStore, uploadIds: ReadonlySet<string>): Promise<void> {
  const objects = await lake.list(cleanRoot);
  await lake.remove(objects.map(({ key }) => key).filter((key) => uploadIds.has(uploadIdFromKey(key) ?? '')));
}

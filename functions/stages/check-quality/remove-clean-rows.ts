import type { ObjectStore } from '../../../shared/adapters/aws/object-store.ts';
import { cleanRoot, uploadIdFromKey } from '../../../shared/domain/run/runs.ts';

/**
 * Removes the clean rows of uploads that are not taken in: a later run reads all clean rows there are, and whoever held
 * these may yet take their file away. An upload that stays is cleaned again by the run that takes it in.
 */
export async function removeCleanRows(lake: ObjectStore, uploadIds: ReadonlySet<string>): Promise<void> {
  const objects = await lake.list(cleanRoot);
  await lake.remove(objects.map(({ key }) => key).filter((key) => uploadIds.has(uploadIdFromKey(key) ?? '')));
}

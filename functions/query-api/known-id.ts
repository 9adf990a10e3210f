import { hashedId, isHashedId } from '../../shared/domain/hashed-id.ts';

/**
 * Looks a customer up by the id that a caller knows: as it is given, and where that finds nobody by its keyed hash, under
 * which customers are kept whose ids must not be seen. The key is asked for only then.
 * @param look finds by the id that is stored
 */
export async function byKnownId<Found>(
  id: string,
  idSecret: () => Promise<Uint8Array>,
  look: (storedId: string) => Promise<Found | undefined>,
): Promise<Found | undefined> {
  const found = await look(id);
  if (found !== undefined || isHashedId(id)) return found;
  return look(hashedId(await idSecret(), id));
}

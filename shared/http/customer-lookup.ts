import { hashedId, isHashedId } from '../domain/privacy/hashed-id.ts';

/** Gives the key of the hashes, when it is asked for. */
export type IdSecret = () => Promise<Uint8Array>;

/**
 * Looks a customer up by the id that a caller knows: as it is given, and where that finds nobody by its keyed hash, under
 * which customers are kept whose ids must not be seen. The key is asked for only then.
 * @param look finds by the id that is stored
 */
export async function findByCustomerId<Found>(
  id: string,
  idSecret: IdSecret,
  look: (storedId: string) => Promise<Found | undefined>,
): Promise<Found | undefined> {
  const found = await look(id);
  if (found !== undefined || isHashedId(id)) return found;
  return look(hashedId(await idSecret(), id));
}

/**
 * Looks many customers up as {@link findByCustomerId} does one.
 * @param look finds by the ids that are stored
 * @returns in the order of the ids, undefined for nobody
 */
export async function findByCustomerIds<Found>(
  ids: readonly string[],
  idSecret: IdSecret,
  look: (storedIds: readonly string[]) => Promise<ReadonlyMap<string, Found>>,
): Promise<(Found | undefined)[]> {
  const found = await look(ids);
  const hashable = ids.filter((id) => !found.has(id) && !isHashedId(id));
  if (hashable.length === 0) return ids.map((id) => found.get(id));
  const secret = await idSecret();
  const hashes = new Map(hashable.map((id) => [id, hashedId(secret, id)]));
  const foundByHash = await look([...hashes.values()]);
  return ids.map((id) => found.get(id) ?? foundByHash.get(hashes.get(id) ?? ''));
}

import { MAX_CUSTOMER_ID_BYTES } from '../adapters/tables/customer-items.ts';
import { hashedId, isHashedId } from '../domain/privacy/hashed-id.ts';

/** Fetches the key for hashing ids. */
export type IdSecret = () => Promise<Uint8Array>;

/**
 * Finds a customer by the caller's id: first as given, then by its keyed hash, because the table may store hashed ids. Fetches
 * the key only in the second case.
 * @param find looks up a stored id
 */
export async function findByCustomerId<Found>(
  id: string,
  idSecret: IdSecret,
  find: (storedId: string) => Promise<Found | undefined>,
): Promise<Found | undefined> {
  const found = isStorable(id) ? await find(id) : undefined;
  if (found !== undefined || isHashedId(id)) return found;
  return find(hashedId(await idSecret(), id));
}

/** A longer id can only be stored as its hash. */
const isStorable = (id: string) => Buffer.byteLength(id) <= MAX_CUSTOMER_ID_BYTES;

/**
 * Finds many customers in the same way as {@link findByCustomerId}.
 * @param findAll looks up stored ids
 * @returns in the order of the ids, undefined for unknown ids
 */
export async function findByCustomerIds<Found>(
  ids: readonly string[],
  idSecret: IdSecret,
  findAll: (storedIds: readonly string[]) => Promise<ReadonlyMap<string, Found>>,
): Promise<(Found | undefined)[]> {
  const found = await findAll(ids.filter(isStorable));
  const hashable = ids.filter((id) => !found.has(id) && !isHashedId(id));
  if (hashable.length === 0) return ids.map((id) => found.get(id));
  const secret = await idSecret();
  const hashes = new Map(hashable.map((id) => [id, hashedId(secret, id)]));
  const foundByHash = await findAll([...hashes.values()]);
  return ids.map((id) => found.get(id) ?? foundByHash.get(hashes.get(id) ?? ''));
}

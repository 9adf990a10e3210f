import type { ObjectStore } from '../../../shared/adapters/aws/object-store.ts';
import type { OverrideEntry } from '../../../shared/domain/tiers/overrides/override.ts';

/**
 * Writes what the API had been told of customers' tiers when a run began again without some of them.
 * @returns how many went
 */
export async function eraseOverrides(
  lake: ObjectStore,
  key: string,
  erased: readonly { customer_id: string }[],
): Promise<number> {
  const gone = new Set(erased.map(({ customer_id }) => customer_id));
  const before = (await lake.getJson(key)) as OverrideEntry[];
  const after = before.filter(({ customer_id }) => !gone.has(customer_id));
  if (after.length < before.length) await lake.putJson(key, after);
  return before.length - after.length;
}

import type { OverrideEntry } from '../../../shared/domain/tiers/overrides/override.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';

/**
 * Rewrites a run's file of overrides set by the API without the given customers.
 * @returns the number of overrides removed
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

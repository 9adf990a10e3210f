import type { OverrideEntry } from '../../domain/tiers/overrides/override.ts';
import { equal } from '../../ports/condition.ts';
import { type Item, type Key, MAX_KEY_BYTES, type Table } from '../../ports/table.ts';

/** Partition key of all overrides. */
export const OVERRIDES = 'OVERRIDE';
const overrideKey = (customerId: string): Key => ({ pk: OVERRIDES, sk: customerId });

export type OverrideTable = ReturnType<typeof overrideTable>;

/**
 * The latest override of each customer that was set through the API. Overrides are manual and therefore few, so one partition
 * holds them all and a run reads them with one query.
 */
export function overrideTable(table: Table) {
  return {
    /** @param customerId the stored id, possibly hashed */
    async find(customerId: string): Promise<OverrideEntry | undefined> {
      if (Buffer.byteLength(customerId) > MAX_KEY_BYTES.sort) return undefined;
      const item = await table.get(overrideKey(customerId));
      return item && toEntry(item);
    },

    put: (entry: OverrideEntry) => table.put({ ...overrideKey(entry.customer_id), ...entry }),

    /** All overrides, ordered by customer id. */
    async all(): Promise<OverrideEntry[]> {
      return (await table.query({ partition: OVERRIDES })).map(toEntry);
    },

    /** Deletes a customer's override. */
    async remove(customerId: string): Promise<void> {
      if (Buffer.byteLength(customerId) > MAX_KEY_BYTES.sort) return;
      await table.remove(overrideKey(customerId));
    },

    /** Deletes a customer's override unless it has been replaced since. */
    removeUnchanged: ({ customer_id, set_at }: OverrideEntry) =>
      table.remove(overrideKey(customer_id), equal('set_at', set_at)),
  };
}

function toEntry({ pk, sk, ...entry }: Item): OverrideEntry {
  return entry as unknown as OverrideEntry;
}

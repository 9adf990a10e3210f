import { equal } from '../../ports/condition.ts';
import type { Item, Key, Table } from '../../ports/table.ts';

/** A pending erasure, kept until the person's data is removed from the lake too. */
export interface Erasure {
  erasure_id: string;
  /** The stored id, possibly hashed. */
  customer_id: string;
  /** ISO 8601, UTC. */
  asked_at: string;
  /** The last run that removed the person from the files that are not by bucket. */
  shared_files_erased_by?: string;
  /** The last run that removed the person from the whole lake; the erasure is complete once that run is current. */
  erased_by?: string;
  /** The last run that could not remove the person from the lake. */
  failed_in?: string;
}

/** Partition key of all pending erasures. */
export const ERASURES = 'ERASURE';
const erasureKey = (customerId: string): Key => ({ pk: ERASURES, sk: customerId });

export type ErasureTable = ReturnType<typeof erasureTable>;

/** Pending erasures, one per customer; a second request returns the first erasure. */
export function erasureTable(table: Table) {
  return {
    async find(customerId: string): Promise<Erasure | undefined> {
      const item = await table.get(erasureKey(customerId));
      return item && toErasure(item);
    },

    put: (erasure: Erasure) => table.put({ ...erasureKey(erasure.customer_id), ...erasure }),

    /** Records what a run did for an erasure, if it is still pending. */
    mark: (
      { customer_id, erasure_id }: Erasure,
      outcome: 'shared_files_erased_by' | 'erased_by' | 'failed_in',
      runId: string,
    ) => table.update(erasureKey(customer_id), { set: { [outcome]: runId } }, equal('erasure_id', erasure_id)),

    /** All pending erasures, ordered by customer id. */
    async pending(): Promise<Erasure[]> {
      return (await table.query({ partition: ERASURES })).map(toErasure);
    },

    /** Deletes the entry of a completed erasure. */
    complete: ({ customer_id }: Erasure) => table.remove(erasureKey(customer_id)),
  };
}

function toErasure({ pk, sk, ...erasure }: Item): Erasure {
  return erasure as unknown as Erasure;
}

import { compareUtf8 } from '../../domain/collections/utf8-order.ts';
import { type Index, type Item, indexes, type Table } from '../../ports/table.ts';
import {
  type CustomerState,
  customerKey,
  leavingList,
  listPosition,
  stateKey,
  TIER_SHARDS,
  type TierChange,
  tierList,
} from './customer-items.ts';
import type { Current } from './run-table.ts';

/** Maximum number of customers that one filtered request examines; the page may then be shorter than its limit. */
const CANDIDATES_PER_PAGE = 2000;
/** Minimum number of candidates that a filtered request reads at a time. */
const CANDIDATES_AT_A_TIME = 100;

const descending = (a: string, b: string) => compareUtf8(b, a);

/**
 * The state that readers of the current run see: the item's own, or the one that it replaced if a run that is not yet
 * current wrote it. The current run has written or removed every item that aborted runs wrote before it; what such a run
 * writes later is not seen.
 */
function visible(item: Item, current: Current): CustomerState | undefined {
  if (!current.run_id || current.aborted?.includes(String(item.run_id))) return undefined;
  return (String(item.run_id) <= current.run_id ? item.state : item.before) as CustomerState | undefined;
}

/** The customers as readers of one run see them. */
export type CustomerView = ReturnType<typeof customerView>;

/** Creates a view of the customers. @param current the current run */
export function customerView(table: Table, current: Current) {
  let settled = true;

  async function positions(index: Index, list: string, after: string | undefined, limit: number): Promise<string[]> {
    const sortKeys = after === undefined ? undefined : { before: after };
    const items = await table.query({ partition: list, index, descending: true, limit, ...(sortKeys && { sortKeys }) });
    const [, position] = indexes[index];
    return items.map((item) => String(item[position]));
  }

  function seen(item: Item | undefined): CustomerState | undefined {
    if (!item) {
      // The item may be missing because two runs have completed since: one that withdrew the customer, and one that deleted the item.
      settled = false;
      return undefined;
    }
    if (String(item.run_id) > (current.run_id ?? '')) settled = false;
    return visible(item, current);
  }

  /** Many customers by id; skips unknown ids. */
  async function readStates(customerIds: readonly string[]): Promise<Map<string, CustomerState>> {
    const wanted = [...new Set(customerIds)].map(stateKey);
    const items = await table.getAll(wanted);
    if (items.length < wanted.length) settled = false;
    const states = items.map(seen).filter((state) => state !== undefined);
    return new Map(states.map((state) => [state.customer_id, state]));
  }

  return {
    /**
     * Whether everything read so far is from this run even if another run has become current since: no item was missing or
     * written by a later run.
     */
    isSettled: () => settled,

    /** Whether a later run has started to publish and has not completed. */
    isPublishing: current.unfinished.length > 0,

    /** One customer, or undefined. */
    async customer(customerId: string): Promise<CustomerState | undefined> {
      return seen(await table.get(stateKey(customerId)));
    },

    customers: readStates,

    /** A customer's tier changes up to the run, newest first. */
    async history(customerId: string): Promise<TierChange[]> {
      if (!current.run_id) return [];
      const items = await table.query({
        partition: customerKey(customerId),
        sortKeys: { between: ['TIER#', `TIER#${current.run_id}`] },
        descending: true,
      });
      const changes = items.map(({ pk, sk, ...change }) => change as unknown as TierChange);
      const invisible = [...current.unfinished, ...(current.aborted ?? [])];
      return changes.filter(({ run_id }) => !invisible.includes(run_id));
    },

    /**
     * One page of a tier's customers, highest value first. With a filter, a page may have fewer customers than the limit,
     * even none, before the end of the tier.
     * @param after the position where the previous page ended; undefined for the first page
     * @param keep filter; default: all customers of the tier
     * @returns the customers and the position to continue from, undefined at the end
     */
    async listTier(
      tier: string,
      limit: number,
      after?: string,
      keep?: (state: CustomerState) => boolean,
    ): Promise<{ customers: CustomerState[]; next: string | undefined }> {
      // A run that started to publish after `current` was read may have moved a customer off the lists.
      settled = false;
      const shards = Array.from({ length: TIER_SHARDS }, (_, shard) => shard);
      const customers: CustomerState[] = [];
      let position = after;
      for (let passed = 0; customers.length < limit && passed < CANDIDATES_PER_PAGE; ) {
        // Reads one more than needed, so that a page that ends at the end of the tier has no empty successor.
        const wanted = Math.max(limit - customers.length + 1, keep ? CANDIDATES_AT_A_TIME : 0);
        const found = await Promise.all(
          shards.map((shard) => positions('listing', tierList(tier, shard), position, wanted)),
        );
        // Reads the lists one after the other, in the order in which customers move through them: a customer who leaves a
        // list before it is read is found in a later one.
        for (const runId of current.unfinished) {
          const leaving = shards.map((shard) => leavingList(runId, tier, shard));
          found.push(...(await Promise.all(leaving.map((list) => positions('leaving', list, position, wanted)))));
        }
        const candidates = [...new Set(found.flat())].sort(descending).slice(0, wanted);
        if (candidates.length === 0) return { customers, next: undefined };

        const ids = candidates.map((candidate) => candidate.slice(candidate.indexOf('#') + 1));
        const states = await readStates(ids);
        for (const [index, candidate] of candidates.entries()) {
          const state = states.get(ids[index] ?? '');
          const isCurrent = state && state.tier === tier && listPosition(state) === candidate;
          const listed = isCurrent && (keep?.(state) ?? true);
          if (listed && customers.length === limit) return { customers, next: position };
          if (listed) customers.push(state);
          position = candidate;
        }
        if (candidates.length < wanted) return { customers, next: undefined };
        passed += candidates.length;
      }
      return { customers, next: position };
    },
  };
}

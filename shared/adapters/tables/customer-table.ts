import { StaleRunError } from '../../errors.ts';
import { absent, anyOf, atMost, less } from '../../ports/condition.ts';
import { ConditionError, type Table, type Write } from '../../ports/table.ts';
import {
  type CustomerChange,
  type CustomerState,
  customerKey,
  leavingList,
  listPosition,
  stateKey,
  TIER_SHARDS,
  tierList,
} from './customer-items.ts';
import { customerView } from './customer-view.ts';
import type { Current } from './run-table.ts';

export type { CustomerChange, CustomerState, TierChange } from './customer-items.ts';
export type { CustomerView } from './customer-view.ts';

export type CustomerTable = ReturnType<typeof customerTable>;

/** The item is absent, or no newer run has written it. */
const notNewer = (runId: string) => anyOf(absent, atMost('run_id', runId));

/** Additional attributes of a state item, for readers of the previous run. */
const leaving = (runId: string, bucket: number, before: CustomerState) => ({
  before,
  leave_pk: leavingList(runId, before.tier, bucket % TIER_SHARDS),
  leave_sk: listPosition(before),
});

/**
 * Customers' states and tier histories. Readers always see one complete run, even while another is being published. A run's
 * writer may live on after its execution, and meet the items of a newer run: it never replaces or removes those.
 */
export function customerTable(table: Table) {
  async function writeFor(runId: string, requests: AsyncIterable<Write>): Promise<number> {
    try {
      return await table.writeAll(requests);
    } catch (cause) {
      throw cause instanceof ConditionError ? new StaleRunError(runId, { cause }) : cause;
    }
  }

  return {
    /**
     * Writes a run's changes, which stay invisible until the run is current.
     * @param bucket the customers' bucket; it determines their shard in the by-tier index
     * @returns the number of items written
     * @throws {StaleRunError} when a newer run has written one of them
     */
    write(runId: string, bucket: number, changes: AsyncIterable<CustomerChange>): Promise<number> {
      const shard = bucket % TIER_SHARDS;
      async function* puts() {
        for await (const { state, before, tierChange } of changes) {
          yield {
            put: {
              ...stateKey(state.customer_id),
              run_id: runId,
              state,
              list_pk: tierList(state.tier, shard),
              list_sk: listPosition(state),
              ...(before && leaving(runId, bucket, before)),
            },
            when: notNewer(runId),
          };
          if (tierChange) {
            yield { put: { pk: customerKey(state.customer_id), sk: `TIER#${runId}`, ...tierChange } };
          }
        }
      }
      return writeFor(runId, puts());
    },

    /**
     * Removes customers from the published data; readers still see them until the run is current.
     * @param states what readers of the previous run see
     * @returns the number of items written
     * @throws {StaleRunError} when a newer run has written one of them
     */
    withdraw(runId: string, bucket: number, states: AsyncIterable<CustomerState>): Promise<number> {
      async function* puts() {
        for await (const before of states) {
          yield {
            put: { ...stateKey(before.customer_id), run_id: runId, ...leaving(runId, bucket, before) },
            when: notNewer(runId),
          };
        }
      }
      return writeFor(runId, puts());
    },

    /**
     * Deletes the states of customers that no reader sees any more; keeps their history.
     * @param runId the run that removes what earlier ones left
     * @throws {StaleRunError} when a newer run has written one of them
     */
    removeStates(runId: string, customerIds: AsyncIterable<string>): Promise<number> {
      async function* removals() {
        for await (const id of customerIds) yield { remove: stateKey(id), when: anyOf(absent, less('run_id', runId)) };
      }
      return writeFor(runId, removals());
    },

    /** Deletes the tier changes of a run that never became current. */
    removeHistory(runId: string, customerIds: AsyncIterable<string>): Promise<number> {
      async function* removals() {
        for await (const id of customerIds) yield { remove: { pk: customerKey(id), sk: `TIER#${runId}` } };
      }
      return table.writeAll(removals());
    },

    /** Whether the table has any item of a customer, visible or not. */
    holds: (customerId: string): Promise<boolean> => table.hasItems(customerKey(customerId)),

    /**
     * Deletes every item of a customer: the state, the history and anything else under the same partition key.
     * @returns the number of deleted items
     */
    async remove(customerId: string): Promise<number> {
      const partition = customerKey(customerId);
      const items = await table.query({ partition });
      async function* removals() {
        for (const { sk } of items) yield { remove: { pk: partition, sk: String(sk) } };
      }
      return table.writeAll(removals());
    },

    /** The customers as of one run. @param current the current run */
    view: (current: Current) => customerView(table, current),
  };
}

import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type Key, type Table, writeAll } from '../aws/table.ts';
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

/** What a run writes beside a customer's state, for readers of the run before. */
const leaving = (runId: string, bucket: number, before: CustomerState) => ({
  before,
  leave_pk: leavingList(runId, before.tier, bucket % TIER_SHARDS),
  leave_sk: listPosition(before),
});

/** Customers' current states and tier histories. Readers see one whole run, also while another is published. */
export function customerTable(table: Table) {
  const { client, name: TableName } = table;

  return {
    /**
     * Writes what a run changes, not yet visible.
     * @param bucket the customers' bucket; it decides their shard of the by-tier index
     * @returns the number of items written
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
          };
          if (tierChange) {
            yield { put: { pk: customerKey(state.customer_id), sk: `TIER#${runId}`, ...tierChange } };
          }
        }
      }
      return writeAll(table, puts());
    },

    /**
     * Takes customers out of readers' sight with a run, not yet visible: until then readers find them as before.
     * @param states what readers of the run before see
     * @returns the number of items written
     */
    withdraw(runId: string, bucket: number, states: AsyncIterable<CustomerState>): Promise<number> {
      async function* puts() {
        for await (const before of states) {
          yield { put: { ...stateKey(before.customer_id), run_id: runId, ...leaving(runId, bucket, before) } };
        }
      }
      return writeAll(table, puts());
    },

    /** Removes the states of customers whom no reader finds any more; their history stays. */
    removeStates(customerIds: AsyncIterable<string>): Promise<number> {
      async function* removals() {
        for await (const id of customerIds) yield { remove: stateKey(id) };
      }
      return writeAll(table, removals());
    },

    /** Takes back changes of tier that a run wrote which never became visible. */
    removeHistory(runId: string, customerIds: AsyncIterable<string>): Promise<number> {
      async function* removals() {
        for await (const id of customerIds) yield { remove: { pk: customerKey(id), sk: `TIER#${runId}` } };
      }
      return writeAll(table, removals());
    },

    /** Whether anything is kept of a customer, visible or not. */
    async holds(customerId: string): Promise<boolean> {
      const { Count } = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :customer',
          ExpressionAttributeValues: { ':customer': customerKey(customerId) },
          Select: 'COUNT',
          Limit: 1,
          ConsistentRead: true,
        }),
      );
      return Count === 1;
    },

    /**
     * Removes every item of a customer: the state, the history, and what else is kept under the same key.
     * @returns how many there were
     */
    async remove(customerId: string): Promise<number> {
      const items: Key[] = [];
      let ExclusiveStartKey: Key | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :customer',
            ExpressionAttributeValues: { ':customer': customerKey(customerId) },
            ProjectionExpression: 'pk, sk',
            ConsistentRead: true,
            ExclusiveStartKey,
          }),
        );
        items.push(...((page.Items ?? []) as Key[]));
        ExclusiveStartKey = page.LastEvaluatedKey as Key | undefined;
      } while (ExclusiveStartKey);
      async function* removals() {
        for (const remove of items) yield { remove };
      }
      return writeAll(table, removals());
    },

    /** The customers as one run has them. @param current the run that readers see */
    view: (current: Current) => customerView(table, current),
  };
}

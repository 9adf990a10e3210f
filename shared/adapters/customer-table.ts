import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import {
  type CustomerChange,
  customerKey,
  leavingList,
  listPosition,
  stateKey,
  TIER_SHARDS,
  tierList,
} from './customer-items.ts';
import { customerView } from './customer-view.ts';
import type { Current } from './run-table.ts';
import { type Key, type Table, writeAll } from './table.ts';

export type { CustomerChange, CustomerState, TierChange } from './customer-items.ts';
export type { CustomerView } from './customer-view.ts';

export type CustomerTable = ReturnType<typeof customerTable>;

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
              ...(before && {
                before,
                leave_pk: leavingList(runId, before.tier, shard),
                leave_sk: listPosition(before),
              }),
            },
          };
          if (tierChange) {
            yield { put: { pk: customerKey(state.customer_id), sk: `TIER#${runId}`, ...tierChange } };
          }
        }
      }
      return writeAll(table, puts());
    },

    /** Takes back the history that runs wrote which never became visible. */
    removeHistory(runIds: readonly string[], customerIds: AsyncIterable<string>): Promise<number> {
      async function* removals() {
        for await (const id of customerIds) {
          for (const runId of runIds) yield { remove: { pk: customerKey(id), sk: `TIER#${runId}` } };
        }
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

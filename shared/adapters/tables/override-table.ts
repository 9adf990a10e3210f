import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { OverrideEntry } from '../../domain/tiers/overrides/override.ts';
import type { Key, Table } from '../aws/table.ts';

/** Partition key of all overrides. */
export const OVERRIDES = 'OVERRIDE';
/** DynamoDB's limit for sort keys; a customer with a longer id cannot have an override. */
const SORT_KEY_BYTES = 1024;
const overrideKey = (customerId: string): Key => ({ pk: OVERRIDES, sk: customerId });

export type OverrideTable = ReturnType<typeof overrideTable>;

/**
 * The latest override of each customer that was set through the API. Overrides are manual and therefore few, so one partition
 * holds them all and a run reads them with one query.
 */
export function overrideTable({ client, name: TableName }: Table) {
  return {
    /** @param customerId the stored id, possibly hashed */
    async find(customerId: string): Promise<OverrideEntry | undefined> {
      if (Buffer.byteLength(customerId) > SORT_KEY_BYTES) return undefined;
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: overrideKey(customerId), ConsistentRead: true }),
      );
      return Item && toEntry(Item);
    },

    put: (entry: OverrideEntry) =>
      client.send(new PutCommand({ TableName, Item: { ...overrideKey(entry.customer_id), ...entry } })),

    /** All overrides, ordered by customer id. */
    async all(): Promise<OverrideEntry[]> {
      const found: OverrideEntry[] = [];
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :overrides',
            ExpressionAttributeValues: { ':overrides': OVERRIDES },
            ConsistentRead: true,
            ExclusiveStartKey,
          }),
        );
        found.push(...(page.Items ?? []).map(toEntry));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
      return found;
    },

    /** Deletes a customer's override. */
    async remove(customerId: string): Promise<void> {
      if (Buffer.byteLength(customerId) > SORT_KEY_BYTES) return;
      await client.send(new DeleteCommand({ TableName, Key: overrideKey(customerId) }));
    },

    /** Deletes a customer's override unless it has been replaced since. */
    async removeUnchanged({ customer_id, set_at }: OverrideEntry): Promise<void> {
      try {
        await client.send(
          new DeleteCommand({
            TableName,
            Key: overrideKey(customer_id),
            ConditionExpression: 'set_at = :set_at',
            ExpressionAttributeValues: { ':set_at': set_at },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}

function toEntry({ pk, sk, ...entry }: Record<string, unknown>): OverrideEntry {
  return entry as unknown as OverrideEntry;
}

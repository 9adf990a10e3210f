import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { OverrideEntry } from '../../domain/tiers/overrides/override.ts';
import type { Key, Table } from '../aws/table.ts';

/** The partition of all of them. */
export const OVERRIDES = 'OVERRIDE';
/** DynamoDB takes no longer sort key; no customer with a longer id has an override. */
const SORT_KEY_BYTES = 1024;
const overrideKey = (customerId: string): Key => ({ pk: OVERRIDES, sk: customerId });

export type OverrideTable = ReturnType<typeof overrideTable>;

/**
 * What the API was told of customers' tiers, the last of each customer. They are single decisions of people, so one
 * partition holds them, and a run reads all with one query.
 */
export function overrideTable({ client, name: TableName }: Table) {
  return {
    /** @param customerId as it is stored */
    async find(customerId: string): Promise<OverrideEntry | undefined> {
      if (Buffer.byteLength(customerId) > SORT_KEY_BYTES) return undefined;
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: overrideKey(customerId), ConsistentRead: true }),
      );
      return Item && toEntry(Item);
    },

    put: (entry: OverrideEntry) =>
      client.send(new PutCommand({ TableName, Item: { ...overrideKey(entry.customer_id), ...entry } })),

    /** All there are, by customer. */
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

    /** Removes whatever was said of a customer. */
    async remove(customerId: string): Promise<void> {
      if (Buffer.byteLength(customerId) > SORT_KEY_BYTES) return;
      await client.send(new DeleteCommand({ TableName, Key: overrideKey(customerId) }));
    },

    /** Removes what was said of a customer, unless something else has been said since. */
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

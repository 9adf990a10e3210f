import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Key, Table } from '../aws/table.ts';

/** A pending erasure, kept until the person's data is removed from the lake too. */
export interface Erasure {
  erasure_id: string;
  /** The stored id, possibly hashed. */
  customer_id: string;
  /** ISO 8601, UTC. */
  asked_at: string;
  /** The last run that removed the person from the lake; the erasure is complete once that run is current. */
  erased_by?: string;
}

/** Partition key of all pending erasures. */
export const ERASURES = 'ERASURE';
const erasureKey = (customerId: string): Key => ({ pk: ERASURES, sk: customerId });

export type ErasureTable = ReturnType<typeof erasureTable>;

/** Pending erasures, one per customer; a second request returns the first erasure. */
export function erasureTable({ client, name: TableName }: Table) {
  return {
    async find(customerId: string): Promise<Erasure | undefined> {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: erasureKey(customerId), ConsistentRead: true }),
      );
      return Item && toErasure(Item);
    },

    put: (erasure: Erasure) =>
      client.send(new PutCommand({ TableName, Item: { ...erasureKey(erasure.customer_id), ...erasure } })),

    /** All pending erasures, ordered by customer id. */
    async pending(): Promise<Erasure[]> {
      const found: Erasure[] = [];
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :erasures',
            ExpressionAttributeValues: { ':erasures': ERASURES },
            ConsistentRead: true,
            ExclusiveStartKey,
          }),
        );
        found.push(...(page.Items ?? []).map(toErasure));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
      return found;
    },

    /** Deletes the entry of a completed erasure. */
    complete: ({ customer_id }: Erasure) => client.send(new DeleteCommand({ TableName, Key: erasureKey(customer_id) })),
  };
}

function toErasure({ pk, sk, ...erasure }: Record<string, unknown>): Erasure {
  return erasure as unknown as Erasure;
}

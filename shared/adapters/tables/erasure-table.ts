import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Key, Table } from '../aws/table.ts';

/** A person who is to be forgotten, until the lake has forgotten too. */
export interface Erasure {
  erasure_id: string;
  /** As it is stored. */
  customer_id: string;
  /** ISO 8601, UTC. */
  asked_at: string;
  /** The run that last took the person out of the lake; it is done once that run is visible. */
  erased_by?: string;
}

/** The partition of all that wait. */
export const ERASURES = 'ERASURE';
const erasureKey = (customerId: string): Key => ({ pk: ERASURES, sk: customerId });

export type ErasureTable = ReturnType<typeof erasureTable>;

/** The erasures that the next run completes. One per customer: who asks twice gets the first. */
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

    /** All that wait, by customer. */
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

    /** Forgets who was to be forgotten. */
    complete: ({ customer_id }: Erasure) => client.send(new DeleteCommand({ TableName, Key: erasureKey(customer_id) })),
  };
}

function toErasure({ pk, sk, ...erasure }: Record<string, unknown>): Erasure {
  return erasure as unknown as Erasure;
}

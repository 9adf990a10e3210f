import {
  type AttributeDefinition,
  CreateTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { type Item, indexes, type Key } from '../../shared/ports/table.ts';

/** Creates a table as the stack does, unless it exists already. */
export async function createTable(name: string, client = new DynamoDBClient({})): Promise<void> {
  try {
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['pk', 'sk', ...Object.values(indexes).flat()].map(text),
        KeySchema: keys('pk', 'sk'),
        GlobalSecondaryIndexes: Object.entries(indexes).map(([IndexName, [partition, sort]]) => ({
          IndexName,
          KeySchema: keys(partition, sort),
          Projection: { ProjectionType: 'KEYS_ONLY' },
        })),
      }),
    );
    await waitUntilTableExists({ client, minDelay: 1, maxWaitTime: 10 }, { TableName: name });
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}

/**
 * Every item of a table, which no function may read; sets stay sets.
 * @param client one of its own, because the SDK keeps in it how it reads items
 */
export async function everyItem(name: string, client = new DynamoDBClient({})): Promise<(Item & Key)[]> {
  const found: (Item & Key)[] = [];
  for await (const { Items = [] } of paginateScan(
    { client: DynamoDBDocumentClient.from(client) },
    { TableName: name },
  )) {
    found.push(...(Items as (Item & Key)[]));
  }
  return found;
}

const text = (name: string): AttributeDefinition => ({ AttributeName: name, AttributeType: 'S' });

const keys = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: 'HASH' as const },
  { AttributeName: sort, KeyType: 'RANGE' as const },
];

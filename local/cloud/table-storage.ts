import { mkdir } from 'node:fs/promises';
import {
  type AttributeDefinition,
  CreateTableCommand,
  DynamoDBClient,
  type GlobalSecondaryIndex,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { indexes } from '../../shared/ports/table.ts';
import { listen, type Service } from './service.ts';
import { reportWritesInFull } from './table-capacity.ts';

/**
 * Stands in for DynamoDB, with its tables on disk.
 * @param directory where they lie; in memory without one
 */
export async function startTableStorage(directory?: string): Promise<Service> {
  reportWritesInFull();
  if (directory !== undefined) await mkdir(directory, { recursive: true });
  return listen(dynalite({ createTableMs: 0, ...(directory !== undefined && { path: directory }) }));
}

/** Makes the one table, unless it is there already. */
export async function ensureTable(name: string, client = new DynamoDBClient({})): Promise<void> {
  try {
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['pk', 'sk', 'list_pk', 'list_sk', 'leave_pk', 'leave_sk'].map(text),
        KeySchema: keys('pk', 'sk'),
        GlobalSecondaryIndexes: Object.entries(indexes).map(([name, [partition, sort]]) =>
          keysOnly(name, partition, sort),
        ),
      }),
    );
    await waitUntilTableExists({ client, minDelay: 1, maxWaitTime: 10 }, { TableName: name });
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}

const text = (name: string): AttributeDefinition => ({ AttributeName: name, AttributeType: 'S' });

const keys = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: 'HASH' as const },
  { AttributeName: sort, KeyType: 'RANGE' as const },
];

const keysOnly = (name: string, partition: string, sort: string): GlobalSecondaryIndex => ({
  IndexName: name,
  KeySchema: keys(partition, sort),
  Projection: { ProjectionType: 'KEYS_ONLY' },
});

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  BatchWriteCommand,
  DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { meterTable } from '../metering/metered-table.ts';

export type Item = Record<string, unknown>;
export interface Key {
  pk: string;
  sk: string;
}
export interface Table {
  client: DynamoDBDocumentClient;
  name: string;
}

/** Index for listings: customers by tier, and runs. Keys only; the items are read from the table. */
export const LISTING_INDEX = 'listing';
/** Index of customers by the tier that they leave in an unfinished run. Keys only. */
export const LEAVING_INDEX = 'leaving';

const BATCH_WRITE_LIMIT = 25;
const BATCH_GET_LIMIT = 100;
const BATCHES_AT_A_TIME = 12;

export function table(name: string, client = new DynamoDBClient({})): Table {
  // Numbers are doubles, as in JSON: a year's sales in rupiah are beyond the whole numbers that all have a double of their own.
  const documents = DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true, allowImpreciseNumbers: true },
    unmarshallOptions: { wrapNumbers: Number },
  });
  meterTable(documents);
  return { name, client: documents };
}

/**
 * Writes and deletes any number of items in parallel batches, holding only the batches in progress in memory. Retries
 * unprocessed items with exponential backoff.
 * @returns the number of items written or deleted
 */
export async function writeAll(
  { client, name }: Table,
  requests: AsyncIterable<{ put: Item } | { remove: Key }>,
): Promise<number> {
  const inProgress = new Set<Promise<void>>();
  let batch: object[] = [];
  let written = 0;

  async function send(chunk: object[]): Promise<void> {
    let remaining: object[] = chunk;
    for (let attempt = 0; remaining.length > 0; attempt++) {
      if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(50 * 2 ** attempt, 5000)));
      const response = await client.send(new BatchWriteCommand({ RequestItems: { [name]: remaining as never[] } }));
      remaining = (response.UnprocessedItems?.[name] as object[] | undefined) ?? [];
    }
    written += chunk.length;
  }

  async function flush(): Promise<void> {
    const sending = send(batch).finally(() => inProgress.delete(sending));
    inProgress.add(sending);
    batch = [];
    if (inProgress.size >= BATCHES_AT_A_TIME) await Promise.race(inProgress);
  }

  for await (const request of requests) {
    batch.push('put' in request ? { PutRequest: { Item: request.put } } : { DeleteRequest: { Key: request.remove } });
    if (batch.length === BATCH_WRITE_LIMIT) await flush();
  }
  if (batch.length > 0) await flush();
  await Promise.all(inProgress);
  return written;
}

/** Reads many items by key, in any order; skips keys without an item. */
export async function readAll({ client, name }: Table, keys: readonly Key[]): Promise<Item[]> {
  const items: Item[] = [];
  for (let start = 0; start < keys.length; start += BATCH_GET_LIMIT) {
    let remaining: Key[] | undefined = keys.slice(start, start + BATCH_GET_LIMIT);
    while (remaining && remaining.length > 0) {
      const response: BatchGetCommandOutput = await client.send(
        new BatchGetCommand({ RequestItems: { [name]: { Keys: remaining, ConsistentRead: true } } }),
      );
      items.push(...(response.Responses?.[name] ?? []));
      remaining = response.UnprocessedKeys?.[name]?.Keys as Key[] | undefined;
    }
  }
  return items;
}

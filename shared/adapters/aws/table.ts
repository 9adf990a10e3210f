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

/** Index of what is listed now: customers by tier, and runs. Keys only; the item itself is read from the table. */
export const LISTING_INDEX = 'listing';
/** Index of customers by the tier that an unfinished run is about to take them out of. Keys only. */
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
 * Writes and deletes any number of items as they come, several batches at a time; holds only those under way.
 * Unprocessed ones are sent again with growing pauses.
 * @returns how many requests were written
 */
export async function writeAll(
  { client, name }: Table,
  requests: AsyncIterable<{ put: Item } | { remove: Key }>,
): Promise<number> {
  const underWay = new Set<Promise<void>>();
  let batch: object[] = [];
  let written = 0;

  async function send(chunk: object[]): Promise<void> {
    let left: object[] = chunk;
    for (let attempt = 0; left.length > 0; attempt++) {
      if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(50 * 2 ** attempt, 5000)));
      const answer = await client.send(new BatchWriteCommand({ RequestItems: { [name]: left as never[] } }));
      left = (answer.UnprocessedItems?.[name] as object[] | undefined) ?? [];
    }
    written += chunk.length;
  }

  async function flush(): Promise<void> {
    const sending = send(batch).finally(() => underWay.delete(sending));
    underWay.add(sending);
    batch = [];
    if (underWay.size >= BATCHES_AT_A_TIME) await Promise.race(underWay);
  }

  for await (const request of requests) {
    batch.push('put' in request ? { PutRequest: { Item: request.put } } : { DeleteRequest: { Key: request.remove } });
    if (batch.length === BATCH_WRITE_LIMIT) await flush();
  }
  if (batch.length > 0) await flush();
  await Promise.all(underWay);
  return written;
}

/** Reads many items by key, in any order; missing ones are left out. */
export async function readAll({ client, name }: Table, keys: readonly Key[]): Promise<Item[]> {
  const items: Item[] = [];
  for (let start = 0; start < keys.length; start += BATCH_GET_LIMIT) {
    let wanted: Key[] | undefined = keys.slice(start, start + BATCH_GET_LIMIT);
    while (wanted && wanted.length > 0) {
      const answer: BatchGetCommandOutput = await client.send(
        new BatchGetCommand({ RequestItems: { [name]: { Keys: wanted, ConsistentRead: true } } }),
      );
      items.push(...(answer.Responses?.[name] ?? []));
      wanted = answer.UnprocessedKeys?.[name]?.Keys as Key[] | undefined;
    }
  }
  return items;
}

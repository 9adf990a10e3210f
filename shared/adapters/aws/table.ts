import { setTimeout } from 'node:timers/promises';
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  BatchWriteCommand,
  type BatchWriteCommandOutput,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandOutput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { compareUtf8 } from '../../domain/collections/utf8-order.ts';
import type { Condition } from '../../ports/condition.ts';
import { ConditionError, type Item, type Key, type Range, type Table, type Write } from '../../ports/table.ts';
import { mapWithConcurrency } from '../map-with-concurrency.ts';
import { meterTable } from '../metering/metered-table.ts';
import {
  checkedBatches,
  checkedChange,
  checkedItem,
  checkedKey,
  checkedKeys,
  checkedRange,
  checkSize,
  notASet,
  tooLarge,
} from '../tables/item-rules.ts';
import { conditionExpression, keyExpression, Placeholders, updateExpression } from './expressions.ts';
import { stopAtDeadline } from './stop-at-deadline.ts';

const BATCH_GET_LIMIT = 100;
const BATCHES_AT_A_TIME = 12;
const LONGEST_PAUSE_MS = 5000;

/**
 * A DynamoDB table, with the indexes of the port.
 * @param name table name
 */
export function table(name: string, client = new DynamoDBClient({})): Table {
  // Numbers are doubles, as in JSON: a year's sales in rupiah are beyond the whole numbers that all have a double of their own.
  const documents = DynamoDBDocumentClient.from(client, {
    // Items are checked to be JSON; the SDK takes one with a field called `constructor` for an instance of a class.
    marshallOptions: { allowImpreciseNumbers: true, convertClassInstanceToMap: true },
    unmarshallOptions: { wrapNumbers: Number },
  });
  meterTable(documents);
  stopAtDeadline(client);
  const TableName = name;

  /** Writes without a condition go together; BatchWriteItem takes no conditions. */
  async function writeBatch(batch: readonly Write[]): Promise<void> {
    await writeTogether(batch.filter(({ when }) => !when));
    await mapWithConcurrency(
      batch.filter(({ when }) => when),
      writeOne,
    );
  }

  /** Sends a batch until nothing of it is unprocessed. */
  async function writeTogether(batch: readonly Write[]): Promise<void> {
    let remaining: NonNullable<BatchWriteCommandOutput['UnprocessedItems']>[string] = batch.map((write) =>
      'put' in write ? { PutRequest: { Item: sized(write.put) } } : { DeleteRequest: { Key: write.remove } },
    );
    for (let attempt = 0; remaining.length > 0; attempt++) {
      await pauseBefore(attempt);
      const command = new BatchWriteCommand({ RequestItems: { [name]: remaining } });
      const response = await unlessThrottled(() => documents.send(command));
      if (response) remaining = response.UnprocessedItems?.[name] ?? [];
    }
  }

  /** Sends a write until it is not throttled. */
  async function writeOne(write: Write): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      await pauseBefore(attempt);
      const held = await unlessThrottled(() =>
        'put' in write ? put(write.put, write.when) : remove(write.remove, write.when),
      );
      if (held) return;
      if (held === false) throw new ConditionError();
    }
  }

  /** @param item checked, but for its size */
  function put(item: Item & Key, when: Condition | undefined): Promise<boolean> {
    return whether(async () => {
      const Item = sized(item);
      await documents.send(new PutCommand({ TableName, Item, ...conditional(when, new Placeholders()) }));
    });
  }

  /** @param Key checked */
  function remove(Key: Key, when: Condition | undefined): Promise<boolean> {
    return whether(async () => {
      await documents.send(new DeleteCommand({ TableName, Key, ...conditional(when, new Placeholders()) }));
    });
  }

  /** Reads up to 100 different keys. */
  async function readBatch(keys: Key[]): Promise<Item[]> {
    const items: Item[] = [];
    let remaining: Item[] = keys;
    for (let attempt = 0; remaining.length > 0; attempt++) {
      await pauseBefore(attempt);
      const command = new BatchGetCommand({ RequestItems: { [name]: { Keys: remaining, ConsistentRead: true } } });
      const response = await unlessThrottled<BatchGetCommandOutput>(() => documents.send(command));
      if (!response) continue;
      items.push(...(response.Responses?.[name] ?? []));
      remaining = response.UnprocessedKeys?.[name]?.Keys ?? [];
    }
    return items.map(withSortedSets);
  }

  return {
    async get(key) {
      const { Item } = await documents.send(new GetCommand({ TableName, Key: checkedKey(key), ConsistentRead: true }));
      return Item && withSortedSets(Item);
    },

    async getAll(keys) {
      const wanted = checkedKeys(keys);
      const items: Item[] = [];
      for (let start = 0; start < wanted.length; start += BATCH_GET_LIMIT) {
        items.push(...(await readBatch(wanted.slice(start, start + BATCH_GET_LIMIT))));
      }
      return items;
    },

    async query(range) {
      const checked = checkedRange(range);
      // DynamoDB refuses a range that ends before it begins.
      if (isReversed(checked)) return [];
      const { index, descending = false, limit = Number.POSITIVE_INFINITY } = checked;
      const placeholders = new Placeholders();
      const KeyConditionExpression = keyExpression(checked, placeholders);
      const items: Item[] = [];
      let ExclusiveStartKey: QueryCommandOutput['LastEvaluatedKey'];
      do {
        const page: QueryCommandOutput = await documents.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression,
            ...placeholders.attributes(),
            ...(index ? { IndexName: index } : { ConsistentRead: true }),
            ScanIndexForward: !descending,
            ...(limit < Number.POSITIVE_INFINITY && { Limit: limit - items.length }),
            ExclusiveStartKey,
          }),
        );
        items.push(...(page.Items ?? []).map(withSortedSets));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey && items.length < limit);
      return items;
    },

    async hasItems(partition) {
      const placeholders = new Placeholders();
      const KeyConditionExpression = keyExpression(checkedRange({ partition }), placeholders);
      const { Count } = await documents.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression,
          ...placeholders.attributes(),
          Select: 'COUNT',
          Limit: 1,
          ConsistentRead: true,
        }),
      );
      return Count === 1;
    },

    put: async (item, when) => put(checkedItem(item), when),
    remove: async (key, when) => remove(checkedKey(key), when),

    update(key, change, when) {
      return whether(async () => {
        const placeholders = new Placeholders();
        const UpdateExpression = updateExpression(checkedChange(change), placeholders);
        await documents.send(
          new UpdateCommand({
            TableName,
            Key: checkedKey(key),
            ...(UpdateExpression && { UpdateExpression }),
            ...conditional(when, placeholders),
          }),
        );
      });
    },

    async writeAll(requests) {
      const inProgress = new Set<Promise<void>>();
      let written = 0;
      for await (const batch of checkedBatches(requests)) {
        const sending = writeBatch(batch).then(() => {
          written += batch.length;
          inProgress.delete(sending);
        });
        // A failed batch stays in progress: it is rejected below, even if it fails while the next batch is collected.
        sending.catch(() => {});
        inProgress.add(sending);
        if (inProgress.size >= BATCHES_AT_A_TIME) await Promise.race(inProgress);
      }
      await Promise.all(inProgress);
      return written;
    },
  };
}

/** @throws {ItemError} when the item is too large */
function sized(item: Item): Item {
  checkSize(item);
  return item;
}

const throttling = /Throttling|ThroughputExceeded|RequestLimitExceeded/;

/** @returns undefined when DynamoDB did not process the request because too many arrive, which the SDK has retried in vain */
async function unlessThrottled<Output>(send: () => Promise<Output>): Promise<Output | undefined> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof Error && throttling.test(error.name)) return undefined;
    throw error;
  }
}

/** Waits before another attempt, longer each time. */
async function pauseBefore(attempt: number): Promise<void> {
  if (attempt > 0) await setTimeout(Math.min(50 * 2 ** attempt, LONGEST_PAUSE_MS));
}

/** A write's condition, and all names and values of its expressions. */
function conditional(when: Condition | undefined, placeholders: Placeholders) {
  const ConditionExpression = when && conditionExpression(when, placeholders);
  return { ...(ConditionExpression && { ConditionExpression }), ...placeholders.attributes() };
}

/** @returns whether the write's condition held */
async function whether(write: () => Promise<void>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw asItemError(error);
  }
}

/** What only DynamoDB can tell, because it depends on the stored item. */
function asItemError(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'ValidationException') return error;
  if (/item size/i.test(error.message)) return tooLarge();
  return /incorrect data type/.test(error.message) ? notASet() : error;
}

const isReversed = ({ sortKeys }: Range) =>
  sortKeys !== undefined && 'between' in sortKeys && compareUtf8(...sortKeys.between) > 0;

function withSortedSets(item: Item): Item {
  for (const [field, value] of Object.entries(item)) {
    if (value instanceof Set) item[field] = [...value].sort(compareUtf8);
  }
  return item;
}

import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { table } from '../../../shared/adapters/aws/table.ts';
import { currentTraffic, withUsageMeter } from '../../../shared/adapters/metering/usage-meter.ts';
import { absent } from '../../../shared/ports/condition.ts';
import type { Write } from '../../../shared/ports/table.ts';
import { startDynalite } from '../../contract/dynalite.ts';
import { createTable } from '../../contract/dynamo-table.ts';
import { each } from '../../contract/table.contract.ts';
import { limitWrites } from '../../contract/write-quota.ts';

let dynalite: Awaited<ReturnType<typeof startDynalite>>;
beforeAll(async () => {
  dynalite = await startDynalite();
});
afterAll(() => dynalite.close());

const keys = Array.from({ length: 30 }, (_, n) => ({ pk: 'P', sk: String(n).padStart(2, '0') }));
const puts = () => each(keys.map((put): Write => ({ put })));

async function newTable(prepare: (client: DynamoDBClient, name: string) => void) {
  const [name, client] = [randomUUID(), dynalite.newClient()];
  await createTable(name, client);
  prepare(client, name);
  return table(name, client);
}

/** Lets DynamoDB process only half of each batch, rounded up. */
function throttle(client: DynamoDBClient, name: string): void {
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (request) => {
        if (commandName === 'BatchWriteItemCommand') {
          const all = (request.input as { RequestItems: Record<string, unknown[]> }).RequestItems[name] ?? [];
          const half = Math.ceil(all.length / 2);
          const response = await next({ ...request, input: { RequestItems: { [name]: all.slice(0, half) } } as never });
          const rest = all.slice(half);
          return {
            ...response,
            output: { ...response.output, UnprocessedItems: rest.length > 0 ? { [name]: rest } : {} },
          };
        }
        if (commandName !== 'BatchGetItemCommand') return next(request);
        const all =
          (request.input as { RequestItems: Record<string, { Keys: unknown[] }> }).RequestItems[name]?.Keys ?? [];
        const half = Math.ceil(all.length / 2);
        const RequestItems = { [name]: { Keys: all.slice(0, half) } };
        const response = await next({ ...request, input: { RequestItems } as never });
        const rest = all.slice(half);
        const UnprocessedKeys = rest.length > 0 ? { [name]: { Keys: rest } } : {};
        return { ...response, output: { ...response.output, UnprocessedKeys } };
      },
    { step: 'initialize' },
  );
}

it('writes and reads what DynamoDB left unprocessed, and counts every item once', async () => {
  const throttled = await newTable(throttle);
  await withUsageMeter({ stage: 'test', item: null, memory_mb: null }, async () => {
    expect(await throttled.writeAll(puts())).toBe(30);
    // Batches of 25 and 5 items, halved until nothing is left.
    expect(currentTraffic()?.table).toMatchObject({ items_put: 30, requests: 5 + 3 });
  });

  expect(await throttled.query({ partition: 'P' })).toEqual(keys);
  expect(await throttled.getAll(keys)).toHaveLength(30);
});

it.each([
  ['without a condition', undefined],
  ['with a condition', absent],
])('loses no write %s when the table takes only a few of them', async (_, when) => {
  let seen = { refused: 0, unprocessed: 0 };
  const slow = await newTable((client) => {
    seen = limitWrites(client, 60);
  });
  const many = Array.from({ length: 100 }, (_, n) => ({ pk: 'P', sk: String(n).padStart(3, '0') }));

  expect(await slow.writeAll(each(many.map((put): Write => ({ put, ...(when && { when }) }))))).toBe(100);
  expect(await slow.query({ partition: 'P' })).toEqual(many);
  expect(seen.refused).toBeGreaterThan(0);
  if (!when) expect(seen.unprocessed).toBeGreaterThan(0);
});

it('rejects with the error of a batch that fails while the next one is collected', async () => {
  let failed = () => {};
  const failure = new Promise<void>((resolve) => {
    failed = resolve;
  });
  const failing = await newTable((client) =>
    client.middlewareStack.add(
      () => async () => {
        failed();
        throw new Error('Not reached');
      },
      { step: 'initialize' },
    ),
  );
  async function* slow() {
    yield* each(keys.slice(0, 25).map((put): Write => ({ put })));
    await failure;
    await setImmediate();
    yield* each(keys.slice(25).map((put): Write => ({ put })));
  }

  await expect(failing.writeAll(slow())).rejects.toThrow('Not reached');
});

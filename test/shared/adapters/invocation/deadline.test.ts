import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { objectStore } from '../../../../shared/adapters/aws/object-store.ts';
import { table } from '../../../../shared/adapters/aws/table.ts';
import { duckdb } from '../../../../shared/adapters/duckdb/duckdb.ts';
import { endOfInvocation, withDeadline } from '../../../../shared/adapters/invocation/deadline.ts';
import type { Write } from '../../../../shared/ports/table.ts';
import { startDynalite } from '../../../contract/dynalite.ts';
import { createTable } from '../../../contract/dynamo-table.ts';
import { startS3Server } from '../../../contract/s3-server.ts';

const ALL_DAY = 86_400_000;
const key = (sk: string) => ({ pk: 'P', sk });

let dynalite: Awaited<ReturnType<typeof startDynalite>>;
let s3: Awaited<ReturnType<typeof startS3Server>>;
beforeAll(async () => {
  [dynalite, s3] = await Promise.all([startDynalite(), startS3Server('lake')]);
});
afterAll(async () => {
  await Promise.all([dynalite.close(), s3.close()]);
});

async function newTable() {
  const [name, client] = [randomUUID(), dynalite.newClient()];
  await createTable(name, client);
  return table(name, client);
}

/** Work of an invocation that goes on after the invocation has failed. */
async function afterTheEnd<Result>(work: () => Promise<Result>): Promise<Result> {
  const ended = Promise.withResolvers<void>();
  let left: Promise<Result> | undefined;
  const invocation = withDeadline(ALL_DAY, async () => {
    left = ended.promise.then(work);
    left.catch(() => {});
    throw new Error('Failed');
  });
  await expect(invocation).rejects.toThrow('Failed');
  ended.resolve();
  return left as Promise<Result>;
}

it('sends requests of an invocation that goes on', async () => {
  const items = await newTable();

  expect(await withDeadline(ALL_DAY, () => items.put(key('1')))).toBe(true);
  expect(await items.get(key('1'))).toEqual(key('1'));
});

it('rejects when the time is over, whatever the work does', async () => {
  const never = new Promise<never>(() => {});

  await expect(withDeadline(1, () => never)).rejects.toMatchObject({ name: 'InvocationTimeoutError' });
});

it.each(['put', 'update', 'remove'] as const)('sends no %s after the end', async (method) => {
  const items = await newTable();
  await items.put({ ...key('1'), by: 'another' });
  const writes = {
    put: () => items.put({ ...key('1'), by: 'zombie' }),
    update: () => items.update(key('1'), { set: { by: 'zombie' } }),
    remove: () => items.remove(key('1')),
  };

  await expect(afterTheEnd(writes[method])).rejects.toThrow('has ended');
  expect(await items.get(key('1'))).toEqual({ ...key('1'), by: 'another' });
});

it('sends no more batches after the end', async () => {
  const items = await newTable();
  async function* requests(): AsyncGenerator<Write> {
    for (let n = 0; n < 100; n++) yield { put: key(String(n)) };
  }

  await expect(afterTheEnd(() => items.writeAll(requests()))).rejects.toThrow('has ended');
  expect(await items.query({ partition: 'P' })).toEqual([]);
});

it('writes and removes no object after the end', async () => {
  const lake = objectStore('lake', s3.client);
  await lake.putJson('a', 'another');

  await expect(afterTheEnd(() => lake.putJson('a', 'zombie'))).rejects.toThrow('has ended');
  await expect(afterTheEnd(() => lake.remove(['a']))).rejects.toThrow('has ended');
  expect(await lake.getJson('a')).toBe('another');
});

it('ends by the clock even where no timer ran, as in a frozen environment', async () => {
  const hasEnded = await withDeadline(1, async () => {
    const end = endOfInvocation();
    const start = Date.now();
    // Keeps the process busy past its time.
    while (Date.now() - start < 5);
    return end();
  });

  expect(hasEnded).toBe(true);
});

it('interrupts the statement that runs at the end', async () => {
  const [begun, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let endless: Promise<void> | undefined;
  const invocation = withDeadline(ALL_DAY, async () => {
    endless = duckdb(200)(async (database) => {
      for await (const _ of database.chunks('from range(1000000000000)')) {
        begun.resolve();
        await ended.promise;
      }
    });
    endless.catch(() => {});
    await begun.promise;
    throw new Error('Failed');
  });

  await expect(invocation).rejects.toThrow('Failed');
  ended.resolve();
  await expect(endless).rejects.toThrow('has ended');
});

import { appendFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropFiles } from '../../../local/cli/drop.ts';
import { type Services, startServices } from '../../functions/services.ts';

let services: Services;
let path: string;
beforeEach(async () => {
  services = await startServices();
  path = join(services.data.root, 'orders.csv');
  await writeFile(path, 'order_id,amount\n1,2\n');
});
afterEach(() => services.close());

const storage = () => ({ ...services, directory: { temporary: services.data.scratch } });
const file = (more: object = {}) => ({
  ...{ path: Buffer.from(path), name: 'orders.csv', key: 'inbox/orders.csv', isStream: false },
  ...more,
});
const drop = async (more?: object) => {
  const [{ uploaded, bytes } = {}] = await dropFiles([file(more)], storage());
  return { uploaded, bytes };
};
const enter = async (status: 'taken-in' | 'rejected') => {
  const [{ etag = '' } = {}] = await services.inbox.list('inbox/');
  await services.runs.putLedgerEntry({
    ...{ key: 'inbox/orders.csv', etag, upload_id: 'one', last_modified: '2026-08-01T00:00:00.000Z' },
    ...{ status, run_id: 'one', policy_hash: 'one' },
  });
};

describe.each([
  { kind: 'file', isStream: false },
  { kind: 'stream', isStream: true },
])('a $kind', ({ isStream }) => {
  it('is uploaded, and not again while it is the same', async () => {
    expect(await drop({ isStream })).toEqual({ uploaded: true, bytes: 20 });
    expect(await drop({ isStream })).toEqual({ uploaded: false, bytes: 20 });
  });

  it('is uploaded again with other content of the same size', async () => {
    await drop({ isStream });
    await writeFile(path, 'order_id,amount\n1,3\n');

    expect(await drop({ isStream })).toEqual({ uploaded: true, bytes: 20 });
  });

  it('is uploaded again after it was rejected, and not after it was processed', async () => {
    await drop({ isStream });
    await enter('taken-in');
    expect((await drop({ isStream })).uploaded).toBe(false);
    await enter('rejected');
    expect((await drop({ isStream })).uploaded).toBe(true);
  });

  it('leaves no temporary file', async () => {
    await drop({ isStream });

    expect(await readdir(services.data.scratch)).toEqual([]);
  });
});

it('is named when it grows while it is read, and nothing is stored', async () => {
  async function* growing(content: AsyncIterable<Uint8Array>) {
    for await (const chunk of content) {
      await appendFile(path, '2,3\n');
      yield chunk;
    }
  }
  const { inbox } = services;
  const receive: typeof inbox.receive = (content, ...rest) => inbox.receive(growing(content), ...rest);

  await expect(dropFiles([file()], { ...storage(), inbox: { ...inbox, receive } })).rejects.toMatchObject({
    name: 'CommandError',
    message: 'orders.csv changed while it was read: run the command again once it is complete',
  });
  expect(await inbox.list('')).toEqual([]);
  expect(await readdir(services.data.scratch)).toEqual([]);
});

it('is named when it cannot be read', async () => {
  // Opening it succeeds and reading it fails, also for the superuser.
  await expect(drop({ path: Buffer.from('/proc/self/mem'), name: 'mem' })).rejects.toMatchObject({
    name: 'CommandError',
    message: 'mem cannot be read (EIO): check the file and the right to read it',
  });
});

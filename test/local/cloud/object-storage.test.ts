import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Record } from '@20minutes/s3rver';
import { type GetObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startObjectStorage } from '../../../local/cloud/object-storage.ts';
import type { Service } from '../../../local/api/service.ts';
import { uploadEvents } from '../../../local/cloud/upload-events.ts';
import { objectStore } from '../../../shared/adapters/aws/object-store.ts';

let directory: string;
let storage: Service;
let created: S3Record[] = [];
let client: S3Client;
let store: ReturnType<typeof objectStore>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'strata-objects-'));
  storage = await startObjectStorage(directory, ['inbox'], (record) => created.push(record));
  const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
  const region = 'us-east-1';
  const checksums = {
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  } as const;
  client = new S3Client({ endpoint: storage.url, region, credentials, ...checksums });
  store = objectStore('inbox', client);
});

beforeEach(() => {
  created = [];
});

afterAll(async () => {
  await storage.close();
  await rm(directory, { recursive: true });
});

it('tells of an object with its decoded key, size and ETag', async () => {
  await store.putJson('inbox/订单 1.json', { a: 1 });

  const [stored] = await store.list('inbox/订单');
  expect(created.map(({ s3 }) => s3.object)).toMatchObject([
    { key: 'inbox/订单 1.json', size: 13, eTag: stored?.etag },
  ]);
});

it('names a new version by its new bytes and leaves no partial file', async () => {
  await store.putJson('inbox/again.json', 1);
  const [first] = await store.list('inbox/again');
  await store.putJson('inbox/again.json', 2);
  const [second] = await store.list('inbox/again');

  expect(second?.etag).not.toBe(first?.etag);
  expect(await store.getJson('inbox/again.json')).toBe(2);
  expect((await readdir(join(directory, 'inbox/inbox'))).filter((name) => name.endsWith('.partial'))).toEqual([]);
});

it('brings a large object in ranges that are all of one version, byte for byte', async () => {
  const [whole, again] = [join(directory, 'whole'), join(directory, 'again')];
  await writeFile(whole, randomBytes(70 * 1024 * 1024));
  await store.upload(whole, 'inbox/large', 'text/csv');
  const asked: GetObjectCommandInput[] = [];
  client.middlewareStack.add(
    (next) => (request) => {
      asked.push(request.input as GetObjectCommandInput);
      return next(request);
    },
    { step: 'initialize', name: 'asked' },
  );

  await store.download('inbox/large', again, 70 * 1024 * 1024);

  client.middlewareStack.remove('asked');
  const [stored] = await store.list('inbox/large');
  expect(asked.map(({ Range, IfMatch }) => [Range, IfMatch])).toEqual([
    ['bytes=0-33554431', undefined],
    ['bytes=33554432-67108863', `"${stored?.etag}"`],
    ['bytes=67108864-100663295', `"${stored?.etag}"`],
  ]);
  expect((await readFile(again)).equals(await readFile(whole))).toBe(true);
});

it('holds the events of one drop and lets one through', () => {
  const delivered: unknown[] = [];
  const events = uploadEvents('inbox', (event) => delivered.push(event));
  const record = (name: string, key: string) => ({ s3: { bucket: { name }, object: { key, size: 1, eTag: 'x' } } });

  events.hold();
  events.created(record('inbox', 'inbox/a.csv'));
  events.created(record('inbox', 'inbox/b.csv'));
  events.created(record('lake', 'clean/c.parquet'));
  expect(delivered).toEqual([]);
  events.release();
  events.created(record('inbox', 'inbox/d.csv'));

  expect(delivered).toMatchObject([
    { source: 'aws.s3', 'detail-type': 'Object Created', detail: { object: { key: 'inbox/b.csv' } } },
    { detail: { bucket: { name: 'inbox' }, object: { key: 'inbox/d.csv' } } },
  ]);
});

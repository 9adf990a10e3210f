import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listen, type Service } from '../../../local/api/service.ts';
import { objectLinks, verifyLink } from '../../../local/platform/links.ts';
import { serveObject } from '../../../local/platform/serve-object.ts';
import type { StoredObject } from '../../../shared/ports/objects.ts';
import { createDataDirectory } from '../../contract/data-directory.ts';

const key = Buffer.from('a secret of the tests');
const NOW = Date.parse('2026-09-01T08:00:00.500Z');
const MINUTES = 60_000;

const settings = { address: () => 'http://127.0.0.1:8787', secret: async () => key, now: () => NOW };
const lake = objectLinks('lake', settings);
const targetOf = (url: string) => url.slice(settings.address().length);
const verify = (method: string, url: string, now = NOW) => verifyLink(key, method, targetOf(url), now);

describe('a link', () => {
  it('allows what it was created for', async () => {
    const download = await lake.downloadLink('runs/a.csv', 'a.csv');
    const upload = await lake.uploadLink('inbox/a.csv', 3);

    expect(download.expires_at).toBe('2026-09-01T08:15:00.000Z');
    expect(verify('GET', download.url)).toEqual({
      method: 'GET',
      bucket: 'lake',
      key: 'runs/a.csv',
      fileName: 'a.csv',
    });
    expect(verify('PUT', upload.url)).toEqual({ method: 'PUT', bucket: 'lake', key: 'inbox/a.csv', bytes: 3 });
  });

  it('works for 15 minutes', async () => {
    const { url, expires_at } = await lake.downloadLink('runs/a.csv', 'a.csv');

    expect(verify('GET', url, Date.parse(expires_at) - 1)).toBeDefined();
    expect(verify('GET', url, Date.parse(expires_at))).toBeUndefined();
    expect(verify('GET', url, NOW + 60 * MINUTES)).toBeUndefined();
  });

  it.each(['GET', 'HEAD', 'POST', 'DELETE', 'put', ''])('to upload does not allow %j', async (method) => {
    expect(verify(method, (await lake.uploadLink('inbox/a.csv', 3)).url)).toBeUndefined();
  });

  it.each(['PUT', 'HEAD', 'POST', 'DELETE', 'get'])('to download does not allow %j', async (method) => {
    expect(verify(method, (await lake.downloadLink('runs/a.csv', 'a.csv')).url)).toBeUndefined();
  });

  it.each([
    ['key', 'inbox/b.csv'],
    ['key', ''],
    ['bytes', '4'],
    ['bytes', '03'],
    ['expires', '9999999999'],
    ['method', 'GET'],
    ['file_name', 'b.csv'],
    ['signature', ''],
    ['signature', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
  ])('is invalid with %s %j', async (field, value) => {
    const url = new URL((await lake.uploadLink('inbox/a.csv', 3)).url);
    url.searchParams.set(field, value);

    for (const method of ['PUT', 'GET']) expect(verify(method, url.href)).toBeUndefined();
  });

  it.each(['key', 'bytes', 'expires', 'method', 'signature'])('is invalid without %s', async (field) => {
    const url = new URL((await lake.uploadLink('inbox/a.csv', 3)).url);
    url.searchParams.delete(field);

    expect(verify('PUT', url.href)).toBeUndefined();
  });

  it('is bound to its bucket and its secret', async () => {
    const { url } = await lake.downloadLink('runs/a.csv', 'a.csv');

    expect(verify('GET', url.replace('/objects/lake?', '/objects/inbox?'))).toBeUndefined();
    expect(verify('GET', url.replace('/objects/lake?', '/objects/?'))).toBeUndefined();
    expect(verifyLink(Buffer.from('another secret'), 'GET', targetOf(url), NOW)).toBeUndefined();
    expect(verifyLink(key, 'GET', '/objects/lake', NOW)).toBeUndefined();
    expect(verifyLink(key, 'GET', '/v1/tiers', NOW)).toBeUndefined();
  });

  it('names any object exactly', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.string({ unit: 'binary' }),
        async (any, fileName) => {
          const { url } = await lake.downloadLink(any, fileName);
          // As a client sends it, which resolves dots in the path.
          const { pathname, search } = new URL(url);
          expect(verifyLink(key, 'GET', pathname + search, NOW)).toMatchObject({ key: any, fileName });
        },
      ),
    );
  });
});

describe('the API', () => {
  let directory: Awaited<ReturnType<typeof createDataDirectory>>;
  let opened: Awaited<ReturnType<typeof directory.open>>;
  let api: Service;
  let stored: (StoredObject & { bucket: string })[] = [];
  const links = () => objectLinks('inbox', { ...settings, address: () => api.url });
  const inbox = () => opened.bucket('inbox');

  beforeAll(async () => {
    directory = await createDataDirectory();
    opened = await directory.open();
    const onStored = (object: StoredObject, bucket: string) => stored.push({ ...object, bucket });
    const dependencies = { ...settings, objects: opened.bucket, onStored, onError: () => {} };
    api = await listen(createServer((request, response) => serveObject(request, response, dependencies)));
  });
  beforeEach(async () => {
    stored = [];
    await inbox().remove((await inbox().list('')).map((object) => object.key));
  });
  afterAll(async () => {
    await api.close();
    opened.close();
    await directory.delete();
  });

  it('reports what was uploaded', async () => {
    await fetch((await links().uploadLink('inbox/订单.csv', 3)).url, { method: 'PUT', body: 'a,b' });

    expect(stored).toEqual([{ bucket: 'inbox', ...(await inbox().list('inbox/订单.csv'))[0] }]);
  });

  it.each([
    ['one byte more', 'a,b,', 413],
    ['one byte less', 'a,', 400],
    ['nothing', '', 400],
  ])('refuses %s than the link is for', async (_, body, status) => {
    const response = await fetch((await links().uploadLink('inbox/a.csv', 3)).url, { method: 'PUT', body });

    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status, detail: `The link is for 3 bytes, not ${body.length}` });
    expect([stored, await inbox().list('')]).toEqual([[], []]);
  });

  it('refuses an upload whose size is not known beforehand', async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('a,b'));
        controller.close();
      },
    });
    const { url } = await links().uploadLink('inbox/a.csv', 3);
    // The types of browsers, which preact brings along, lack `duplex`.
    const request = { method: 'PUT', body, duplex: 'half' };
    const response = await fetch(url, request);

    expect(response.status).toBe(411);
    expect(await inbox().list('')).toEqual([]);
  });

  it('keeps nothing of an upload that breaks off', async () => {
    const { url } = await links().uploadLink('inbox/a.csv', 3);
    const { hostname, port, pathname, search } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.write(`PUT ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}\r\nContent-Length: 3\r\n\r\na,`);
    socket.end();
    socket.resume();
    await once(socket, 'close');

    // The next request is answered after the broken one, whose temporary file is gone by then or soon.
    await fetch((await links().uploadLink('inbox/b.csv', 1)).url, { method: 'PUT', body: 'b' });
    expect(stored.map((object) => object.key)).toEqual(['inbox/b.csv']);
    await expect.poll(() => readdirSync(directory.scratch)).toEqual([]);
  });

  it.each(['GET', 'PUT', 'DELETE', 'POST'])('forbids %s without a valid link', async (method) => {
    await inbox().putJson('inbox/a.csv', 'kept');
    const { url } = await links().downloadLink('inbox/a.csv', 'a.csv');
    const response = await fetch(url.replace('inbox%2Fa.csv', 'inbox%2Fb.csv'), { method });

    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({
      ...{ type: 'about:blank', title: 'Forbidden', status: 403 },
      detail: 'The link has expired or does not allow this request',
    });
    expect(await inbox().getJson('inbox/a.csv')).toBe('kept');
  });

  it('finds no object that is gone', async () => {
    const response = await fetch((await links().downloadLink('inbox/gone.csv', 'gone.csv')).url);

    expect(response.status).toBe(404);
  });

  it('downloads an object whole while it is overwritten', async () => {
    const contents = ['x', 'y'].map((character) => character.repeat(2_000_000));
    await inbox().putJson('a.json', contents[0]);
    const [{ url }, downloads] = [await links().downloadLink('a.json', 'a.json'), [] as Promise<unknown>[]];
    for (let write = 1; write <= 10; write++) {
      downloads.push(fetch(url).then((response) => response.json()));
      await inbox().putJson('a.json', contents[write % 2]);
    }

    for (const download of await Promise.all(downloads)) expect(contents).toContain(download);
  });
});

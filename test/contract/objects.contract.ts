import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { currentInvocation, withUsageMeter } from '../../shared/adapters/metering/usage-meter.ts';
import type { ObjectStore } from '../../shared/ports/objects.ts';
import { cases } from '../thoroughness.ts';

export interface Bucket {
  /** An empty bucket. */
  objects: ObjectStore;
  close(): Promise<void>;
}

interface Limits {
  /** Whether the server can hold a key; default: any. */
  holds?: (key: string) => boolean;
  /** Whether the server lists in the order of UTF-8 bytes; default: true. */
  ordered?: boolean;
  /** Random sequences of operations; default: 20. */
  sequences?: number;
}

const MB = 1024 * 1024;
const CSV = 'text/csv';
const names = [
  ...['tea & cups.csv', "O'Brien.csv", 'a "quoted" name.csv', '100%.csv', '%41.csv', 'a+b c.csv', '订单.csv', '😀.csv'],
  ...[
    'é.csv',
    'e\u0301.csv',
    'Orders.csv',
    'orders.csv',
    'ORDERS.CSV',
    '<b>.csv',
    'a\\b.csv',
    'a;b#c?d=e.csv',
    '*.csv',
    '[0].csv',
  ],
  ...[
    ' leading.csv',
    'trailing ',
    'trailing.',
    '~',
    '.',
    '..',
    '.hidden',
    '-',
    'con',
    'nul.csv',
    'x'.repeat(255),
    '客'.repeat(85),
  ],
  ...[
    'a',
    'a/b',
    'a/b/c.csv',
    'a.csv/b',
    'a.csv',
    'a//b',
    '/a',
    'a/',
    'a/../b',
    '../escape.csv',
    './a',
    'a\tb.csv',
    'a\nb.csv',
    'a\u0001b',
  ],
  ...[
    '20260801T093000000Z-7be2d41f/x.csv',
    '20260801t093000000z-7be2d41f/x.csv',
    '\ud83d\ude00\uffff',
    'k'.repeat(1024),
    'A/'.repeat(512),
  ],
];

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** What every {@link ObjectStore} promises. */
export function objectsContract(
  name: string,
  open: () => Promise<Bucket>,
  { holds = () => true, ordered = true, sequences = cases(20) }: Limits = {},
): void {
  describe(`objects: ${name}`, () => {
    let bucket: Bucket;
    let objects: ObjectStore;
    let folder: string;

    beforeAll(async () => {
      bucket = await open();
      objects = bucket.objects;
    });
    afterAll(() => bucket.close());
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'strata-contract-'));
    });
    afterEach(async () => {
      await rm(folder, { recursive: true });
      await objects.remove((await objects.list('')).map(({ key }) => key));
    });

    const local = (file: string) => join(folder, file);
    async function localFile(file: string, content: string | Buffer): Promise<string> {
      await writeFile(local(file), content);
      return local(file);
    }
    const put = async (key: string, content: string) => objects.upload(await localFile('put', content), key, CSV);
    async function read(key: string): Promise<string> {
      await objects.download(key, local('read'));
      return readFile(local('read'), 'utf8');
    }
    async function listedKeys(prefix: string): Promise<string[]> {
      const keys = (await objects.list(prefix)).map(({ key }) => key);
      return ordered ? keys : keys.toSorted(byBytes);
    }

    it('holds objects under any name, none in the way of another', async () => {
      const keys = names.filter(holds);
      for (const key of keys) await put(key, `content of ${key}`);

      expect(await listedKeys('')).toEqual(keys.toSorted(byBytes));
      for (const key of keys) expect(await read(key)).toBe(`content of ${key}`);

      for (const [index, key] of keys.entries()) {
        await objects.remove([key]);
        expect(await listedKeys('')).toEqual(keys.slice(index + 1).toSorted(byBytes));
      }
    });

    it('lists by prefix, in which % and _ are ordinary characters', async () => {
      const keys = ['a%b', 'a_b', 'a__', 'axb', 'a%', '😀/1', '😀/2', '😁', 'b'];
      for (const key of keys) await objects.putJson(key, null);

      for (const prefix of ['', 'a', 'a%', 'a_', 'a_b', '😀', '😀/', 'c', 'a%b/']) {
        const expected = keys.filter((key) => key.startsWith(prefix)).toSorted(byBytes);
        expect(await listedKeys(prefix)).toEqual(expected);
      }
    });

    it('lists 2,000 objects', async () => {
      const keys = Array.from({ length: 2000 }, (_, index) => `inbox/${String(index).padStart(5, '0')} & more.csv`);
      for (let start = 0; start < keys.length; start += 20)
        await Promise.all(keys.slice(start, start + 20).map((key) => objects.putJson(key, key)));

      expect(await listedKeys('inbox/')).toEqual(keys);
      await objects.remove(keys);
      expect(await objects.list('')).toEqual([]);
    });

    it("lists an object's size, time and ETag, which changes with the content", async () => {
      await put('a.csv', 'one');
      const [first] = await objects.list('a.csv');
      await put('a.csv', 'two');
      const [second] = await objects.list('a.csv');

      expect(first).toEqual({
        ...{ key: 'a.csv', bytes: 3, etag: expect.stringMatching(/./) },
        lastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      });
      expect(second?.etag).not.toBe(first?.etag);
    });

    it('uses the MD5 of a small file as its ETag, so that clients can tell whether a file is already there', async () => {
      await put('a.csv', 'one');

      expect(await objects.list('a.csv')).toMatchObject([{ etag: 'f97c5d29941bfb1b2fdab0874906ab82' }]);
    });

    it('holds JSON documents', async () => {
      const document = { text: '订单 "1"', list: [1, null, { a: true }] };
      await objects.putJson('a.json', document);

      expect(await objects.getJson('a.json')).toEqual(document);
      expect(await read('a.json')).toBe(`${JSON.stringify(document, null, 2)}\n`);
      expect(await objects.getJson('b.json')).toBeUndefined();
    });

    it('reads a range', async () => {
      await put('a.csv', '0123456789');
      const range = async (start: number, end: number) =>
        Buffer.concat(await (await objects.readRange('a.csv', start, end)).toArray()).toString();

      expect([await range(0, 4), await range(3, 4), await range(8, 100)]).toEqual(['0123', '3', '89']);
    });

    it('rejects reading what does not exist', async () => {
      await expect(objects.readRange('a.csv', 0, 1)).rejects.toThrow();
      await expect(objects.download('a.csv', local('a'))).rejects.toThrow();
      await expect(objects.fileFor('a.csv', local('a'))).rejects.toThrow();
      await expect(objects.move('a.csv', 'b.csv')).rejects.toThrow();
    });

    it('provides a file that keeps its content, whatever happens to the object', async () => {
      await put('a.csv', 'one');
      await put('b.csv', 'gone');
      await objects.fileFor('a.csv', local('a'));
      await objects.fileFor('b.csv', local('b'));
      await put('a.csv', 'two');
      await objects.remove(['b.csv']);

      expect(await readFile(local('a'), 'utf8')).toBe('one');
      expect(await readFile(local('b'), 'utf8')).toBe('gone');
    });

    it('downloads a file that may be changed, without changing the object', async () => {
      await put('a.csv', 'one');
      await objects.download('a.csv', local('a'));
      await writeFile(local('a'), 'changed');

      expect(await read('a.csv')).toBe('one');
    });

    it('replaces the local file, not what that is a link to', async () => {
      await put('a.csv', 'one');
      await put('b.csv', 'two');
      await objects.fileFor('a.csv', local('file'));
      await objects.fileFor('b.csv', local('file'));
      expect(await readFile(local('file'), 'utf8')).toBe('two');
      await objects.download('a.csv', local('file'));

      expect(await readFile(local('file'), 'utf8')).toBe('one');
      expect([await read('a.csv'), await read('b.csv')]).toEqual(['one', 'two']);
    });

    it('uploads a copy of a file, and stores a file itself', async () => {
      await objects.upload(await localFile('a', 'one'), 'a.csv', CSV);
      await objects.store(await localFile('b', 'two'), 'b.csv', CSV);
      await writeFile(local('a'), 'changed');

      expect([await read('a.csv'), await read('b.csv')]).toEqual(['one', 'two']);
      expect(existsSync(local('b'))).toBe(false);
    });

    it.each([0, 3, 40 * MB])('writes a stream of %d bytes', async (bytes) => {
      const content = randomBytes(bytes);
      async function* pieces() {
        for (let start = 0; start < bytes; start += MB) yield content.subarray(start, start + MB);
      }
      await objects.receive(pieces(), 'a.csv', CSV);

      await objects.download('a.csv', local('read'), bytes);
      expect((await readFile(local('read'))).equals(content)).toBe(true);
      expect(await objects.list('')).toMatchObject([{ key: 'a.csv', bytes }]);
    });

    it.each([1, 40])(
      'writes nothing of a stream that fails after %d MB, and keeps what was there',
      async (megabytes) => {
        async function* pieces() {
          for (let piece = 0; piece < megabytes; piece++) yield randomBytes(MB);
          throw new Error('The source failed');
        }
        await put('a.csv', 'one');

        await expect(objects.receive(pieces(), 'a.csv', CSV)).rejects.toThrow('The source failed');
        await expect(objects.receive(pieces(), 'b.csv', CSV)).rejects.toThrow('The source failed');
        expect(await listedKeys('')).toEqual(['a.csv']);
        expect(await read('a.csv')).toBe('one');
      },
    );

    it('moves an object, over another one too', async () => {
      await put('a & ü.csv', 'one');
      await put('held/b.csv', 'two');
      await objects.fileFor('a & ü.csv', local('before'));
      await objects.move('a & ü.csv', 'held/b.csv');

      expect(await listedKeys('')).toEqual(['held/b.csv']);
      expect([await read('held/b.csv'), await readFile(local('before'), 'utf8')]).toEqual(['one', 'one']);
    });

    it('holds an empty object', async () => {
      await put('a.csv', '');

      expect(await objects.list('')).toMatchObject([{ key: 'a.csv', bytes: 0 }]);
      expect(await read('a.csv')).toBe('');
    });

    it('ignores removing what does not exist', async () => {
      await put('a.csv', 'one');
      await objects.remove(['b.csv', 'a', 'a.csv/b']);
      await objects.remove([]);

      expect(await listedKeys('')).toEqual(['a.csv']);
    });

    it('is read whole while it is overwritten', async () => {
      const contents = ['x', 'y'].map((character) => character.repeat(3 * MB));
      const files = await Promise.all(contents.map((content, index) => localFile(`version${index}`, content)));
      await objects.upload(String(files[0]), 'a.csv', CSV);
      const writing = (async () => {
        for (let write = 1; write <= 8; write++) await objects.upload(String(files[write % 2]), 'a.csv', CSV);
      })();
      const reading = Array.from({ length: 4 }, async (_, reader) => {
        for (let attempt = 0; attempt < 4; attempt++) {
          await objects.download('a.csv', local(`reader${reader}`));
          expect(contents).toContain(await readFile(local(`reader${reader}`), 'utf8'));
        }
      });

      await Promise.all([writing, ...reading]);
    });

    it('counts the same requests everywhere, those of a large file in parts and ranges', async () => {
      const content = randomBytes(65 * MB);
      const file = await localFile('large', content);
      async function* pieces(megabytes: number) {
        for (let piece = 0; piece < megabytes; piece++) yield content.subarray(0, MB);
      }

      const usage = await withUsageMeter({ stage: 'test', item: null, memory_mb: null }, async () => {
        await objects.upload(file, 'a.csv', CSV);
        await objects.receive(pieces(40), 's.csv', CSV);
        await objects.receive(pieces(1), 't.csv', CSV);
        await objects.putJson('b.json', 'b');
        await objects.store(await localFile('c', 'ccc'), 'c.csv', CSV);
        await objects.list('');
        await objects.list('none');
        await objects.getJson('b.json');
        await objects.getJson('none');
        await (await objects.readRange('c.csv', 1, 100)).toArray();
        await objects.fileFor('a.csv', local('again'), content.length);
        await objects.fileFor('c.csv', local('c'), 3);
        await objects.download('c.csv', local('c'));
        await objects.move('c.csv', 'd.csv');
        await objects.remove(['d.csv']);
        return currentInvocation()?.objects;
      });

      expect((await readFile(local('again'))).equals(content)).toBe(true);
      expect(usage).toEqual({
        // The large file: created, 9 parts, completed. The long stream: created, 5 parts, completed.
        ...{ puts: 11 + 7 + 1 + 1 + 1 + 1, bytes_put: (65 + 40 + 1) * MB + 4 + 3 },
        lists: 2,
        // The large file: 3 ranges.
        ...{ gets: 2 + 1 + 3 + 1 + 1, bytes_got: 4 + 2 + 65 * MB + 3 + 3 },
      });
    });

    it('behaves as a map of keys to contents', async () => {
      const part = fc.oneof(
        fc.constantFrom('a', 'A', 'b.csv', '.', '..', '%', '', '😀', '~'),
        fc.string({ unit: 'binary' }),
      );
      const key = fc
        .array(part, { minLength: 1, maxLength: 6 })
        .map((parts) => parts.join('/'))
        .filter((text) => text !== '' && Buffer.byteLength(text) <= 1024 && holds(text));
      const sequence = fc.array(key, { minLength: 1, maxLength: 6 }).chain((keys) => {
        const known = fc.constantFrom(...keys);
        return fc.array(
          fc.oneof(
            fc.record({ put: known, content: fc.string({ maxLength: 20 }) }),
            fc.record({ move: known, target: known }),
            fc.record({ remove: fc.array(known, { maxLength: 3 }) }),
            fc.record({
              list: known
                .map((text) => [...text])
                .chain((text) => fc.nat({ max: text.length }).map((end) => text.slice(0, end).join(''))),
            }),
            fc.record({ read: known }),
          ),
          { maxLength: 20 },
        );
      });

      await fc.assert(
        fc.asyncProperty(sequence, async (operations) => {
          const model = new Map<string, string>();
          await objects.remove(await listedKeys(''));
          for (const operation of operations) {
            if ('put' in operation) {
              await objects.putJson(operation.put, operation.content);
              model.set(operation.put, operation.content);
            } else if ('move' in operation) {
              const content = model.get(operation.move);
              if (content === undefined || operation.move === operation.target) continue;
              await objects.move(operation.move, operation.target);
              model.delete(operation.move);
              model.set(operation.target, content);
            } else if ('remove' in operation) {
              await objects.remove(operation.remove);
              for (const removed of operation.remove) model.delete(removed);
            } else if ('list' in operation) {
              const expected = [...model.keys()].filter((listed) => listed.startsWith(operation.list));
              expect(await listedKeys(operation.list)).toEqual(expected.toSorted(byBytes));
            } else {
              expect(await objects.getJson(operation.read)).toBe(model.get(operation.read));
            }
          }
        }),
        { numRuns: sequences },
      );
    });
  });
}

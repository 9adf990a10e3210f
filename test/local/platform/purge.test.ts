import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase, purge } from '../../../local/platform/database.ts';
import { sqliteTable } from '../../../local/platform/table.ts';
import type { Key, Table, Write } from '../../../shared/ports/table.ts';
import { each } from '../../contract/table.contract.ts';

let folder: string;
let database: DatabaseSync;
let table: Table;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-purge-'));
  database = openDatabase(join(folder, 'strata.db'));
  table = sqliteTable(database);
});
afterEach(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

/** Everything in the files of the database, byte by byte. */
async function rawBytes(): Promise<string> {
  const files = await readdir(folder);
  expect(files.toSorted()).toEqual(['strata.db', 'strata.db-shm', 'strata.db-wal']);
  return (await Promise.all(files.map((file) => readFile(join(folder, file), 'latin1')))).join('');
}

const idOf = (person: number) => `person-${String(person).padStart(4, '0')}-end`;

/** An item that names the person in its keys, at both ends of its body, and in one index. */
const itemOf = (person: number, bytes: number, place: string) => {
  const id = idOf(person);
  return {
    pk: `CUSTOMER#${id}`,
    sk: id,
    list_pk: 'L',
    list_sk: `${place}${id}`,
    text: `${id}${'x'.repeat(bytes)}${id}`,
  };
};

/** What is done with a person's item: put at a place of the index, or deleted. */
const act = fc.record({
  person: fc.integer({ min: 0, max: 1500 }),
  // Some need pages of their own.
  bytes: fc.oneof({ weight: 20, arbitrary: fc.nat(900) }, { weight: 1, arbitrary: fc.nat(20_000) }),
  place: fc.string({ minLength: 2, maxLength: 2, unit: 'grapheme-ascii' }),
  isErased: fc.constantFrom(true, false, false),
});

it('leaves nothing of deleted items in the files', async () => {
  const acts = fc.array(fc.array(act, { minLength: 300, maxLength: 300 }), { minLength: 8, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(acts, async (rounds) => {
      const erased = new Set<number>();
      for (const round of rounds) {
        const writes = new Map(round.map(({ person, bytes, place }) => [person, itemOf(person, bytes, place)]));
        await table.writeAll(each([...writes.values()].map((put): Write => ({ put }))));
        const gone = round.filter(({ isErased }) => isErased).map(({ person }) => person);
        await table.writeAll(each([...new Set(gone)].map((person): Write => ({ remove: keyOf(person) }))));
        for (const person of writes.keys()) erased.delete(person);
        for (const person of gone) erased.add(person);
      }
      const kept = await table.query({ partition: 'L', index: 'listing' });
      purge(database);

      const raw = await rawBytes();
      expect([...erased].filter((person) => raw.includes(idOf(person)))).toEqual([]);
      expect(kept.filter(({ sk }) => !raw.includes(String(sk)))).toEqual([]);
      expect(await table.query({ partition: 'L', index: 'listing' })).toEqual(kept);
    }),
    { numRuns: 5, endOnFailure: true },
  );
});

function keyOf(person: number): Key {
  const { pk, sk } = itemOf(person, 0, '');
  return { pk, sk };
}

it('leaves nothing of a value that was replaced', async () => {
  await table.put({ pk: 'P', sk: '1', text: 'the first text' });
  await table.put({ pk: 'P', sk: '1', text: 'the second text' });
  await table.update({ pk: 'P', sk: '1' }, { set: { text: 'the third text' } });
  expect(await rawBytes()).toContain('the first text');
  purge(database);

  const raw = await rawBytes();
  expect([raw.includes('the first'), raw.includes('the second'), raw.includes('the third')]).toEqual([
    false,
    false,
    true,
  ]);
});

it('says so when another reader keeps what was deleted', async () => {
  await table.put({ pk: 'P', sk: '1' });
  const reader = openDatabase(join(folder, 'strata.db'));
  try {
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM items').get();
    database.exec('PRAGMA busy_timeout = 0');
    await table.remove({ pk: 'P', sk: '1' });

    expect(() => purge(database)).toThrow('Another process reads the database');
    reader.exec('COMMIT');
    purge(database);
  } finally {
    reader.close();
  }
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../../../local/platform/database.ts';
import { sqliteTable } from '../../../local/platform/table.ts';
import { absent } from '../../../shared/ports/condition.ts';
import type { Write } from '../../../shared/ports/table.ts';
import { each } from '../../contract/table.contract.ts';

let folder: string;
const opened: DatabaseSync[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-table-'));
});
afterEach(async () => {
  for (const database of opened.splice(0)) database.close();
  await rm(folder, { recursive: true });
});

function open() {
  const database = openDatabase(join(folder, 'strata.db'));
  opened.push(database);
  return { database, table: sqliteTable(database) };
}

it('keeps its items when it is opened again', async () => {
  const first = open();
  await first.table.update({ pk: 'P', sk: '1' }, { set: { list_pk: 'L', list_sk: 'a' }, add: { names: 'a' } });
  first.database.close();
  opened.pop();
  const { table } = open();
  await table.update({ pk: 'P', sk: '1' }, { add: { names: 'b' } });

  expect(await table.get({ pk: 'P', sk: '1' })).toMatchObject({ names: ['a', 'b'] });
  expect(await table.query({ partition: 'L', index: 'listing' })).toHaveLength(1);
});

it('shares its items with another process', async () => {
  const [one, other] = [open().table, open().table];
  const won = [];
  for (let n = 0; n < 20; n++) {
    won.push(await one.put({ pk: 'LOCK', sk: String(n), by: 'one' }, absent));
    won.push(await other.put({ pk: 'LOCK', sk: String(n + 1), by: 'other' }, absent));
  }

  expect(won.filter(Boolean)).toHaveLength(21);
  expect(await one.query({ partition: 'LOCK' })).toEqual(await other.query({ partition: 'LOCK' }));
});

it('keeps the transactions before an error, and nothing of the one that was being collected', async () => {
  const { table } = open();
  const last = 2700;
  const writes = Array.from(
    { length: 4000 },
    (_, n): Write => ({
      put: { pk: 'P', sk: String(n), n: n <= last ? n : Number.NaN },
    }),
  );
  await expect(table.writeAll(each(writes))).rejects.toThrow('not finite');

  expect(await table.query({ partition: 'P' })).toHaveLength(2000);
  expect(await table.put({ pk: 'P', sk: 'next' })).toBe(true);
});

it('finds places in an index without reading the items', () => {
  const { database } = open();
  const sql =
    "SELECT pk, sk, list_pk, list_sk FROM items WHERE list_pk = 'L' AND list_sk < 'x' ORDER BY list_sk DESC LIMIT 9";
  const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();

  expect(plan.map(({ detail }) => detail)).toEqual([
    'SEARCH items USING COVERING INDEX listing (list_pk=? AND list_sk<?)',
  ]);
});

it('measures changed items in bytes, not in characters', async () => {
  const { table } = open();
  await table.put({ pk: 'P', sk: '1', text: 'ä'.repeat(150_000) });

  await expect(table.update({ pk: 'P', sk: '1' }, { set: { more: 'ä'.repeat(60_000) } })).rejects.toThrow('400 KB');
});

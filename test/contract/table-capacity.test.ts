import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sqliteTable } from '../../local/platform/table.ts';
import { table } from '../../shared/adapters/aws/table.ts';
import { currentTraffic, withUsageMeter } from '../../shared/adapters/metering/usage-meter.ts';
import { absent, anyOf, equal } from '../../shared/ports/condition.ts';
import type { Item, Key, Table, Write } from '../../shared/ports/table.ts';
import { startDynalite } from './dynalite.ts';
import { createTable } from './dynamo-table.ts';
import { each } from './table.contract.ts';

let dynalite: Awaited<ReturnType<typeof startDynalite>>;
beforeAll(async () => {
  dynalite = await startDynalite();
});
afterAll(() => dynalite.close());

async function newDynamoTable(): Promise<Table> {
  const [name, client] = [randomUUID(), dynalite.newClient()];
  await createTable(name, client);
  return table(name, client);
}

const key = (sk: string, pk = 'P'): Key => ({ pk, sk });
const sized = (sk: string, bytes: number, more: Item = {}) => ({ ...key(sk), text: 'x'.repeat(bytes), ...more });
const listed = (place: string) => ({ list_pk: 'L', list_sk: place });
const leaving = { leave_pk: 'M', leave_sk: 'm'.repeat(1024) };
const putAll = (items: readonly (Item & Key)[]) => (to: Table) =>
  to.writeAll(each(items.map((put): Write => ({ put }))));
const range = (count: number, bytes: number, more: (n: number) => Item = () => ({})) =>
  Array.from({ length: count }, (_, n) => sized(String(n).padStart(4, '0'), bytes, more(n)));

type Work = (on: Table) => Promise<unknown>;
const cases: [name: string, before: Work | undefined, work: Work][] = [
  ['a small item', undefined, (on) => on.put(sized('1', 100))],
  ['an item of just one unit', undefined, (on) => on.put(sized('1', 1024 - 'pkPsk1text'.length))],
  ['an item of just over one unit', undefined, (on) => on.put(sized('1', 1025 - 'pkPsk1text'.length))],
  ['Chinese text', undefined, (on) => on.put({ ...key('1'), text: '顾'.repeat(400) })],
  ['a larger item in place of a small one', (on) => on.put(sized('1', 10)), (on) => on.put(sized('1', 5000))],
  ['a small item in place of a larger one', (on) => on.put(sized('1', 5000)), (on) => on.put(sized('1', 10))],
  ['an item in both indexes', undefined, (on) => on.put(sized('1', 10, { ...listed('a'), ...leaving }))],
  ['an item with one field of an index', undefined, (on) => on.put(sized('1', 10, { list_pk: 'L' }))],
  [
    'an item that stays in its place',
    (on) => on.put(sized('1', 1, listed('a'))),
    (on) => on.put(sized('1', 2, listed('a'))),
  ],
  ['an item that moves', (on) => on.put(sized('1', 1, listed('a'))), (on) => on.put(sized('1', 1, listed('b')))],
  ['an item that leaves an index', (on) => on.put(sized('1', 1, leaving)), (on) => on.put(sized('1', 1))],
  ['a put whose condition holds', undefined, (on) => on.put(sized('1', 10), absent)],
  ['a put whose condition does not hold', (on) => on.put(sized('1', 10)), (on) => on.put(sized('1', 10), absent)],
  ['an update', (on) => on.put(sized('1', 2000)), (on) => on.update(key('1'), { set: { ...listed('a'), more: 'y' } })],
  ['an update that creates', undefined, (on) => on.update(key('1'), { set: { text: 'x'.repeat(3000) } })],
  ['an update of a set', undefined, (on) => on.update(key('1'), { add: { names: 'x'.repeat(1013) } })],
  ['an update that shrinks', (on) => on.put(sized('1', 2000)), (on) => on.update(key('1'), { remove: ['text'] })],
  ['an update in vain', undefined, (on) => on.update(key('1'), { set: { a: 1 } }, equal('a', 'b'))],
  ['a deletion', (on) => on.put(sized('1', 3000, leaving)), (on) => on.remove(key('1'))],
  ['a deletion of nothing', undefined, (on) => on.remove(key('1'))],
  ['a deletion in vain', (on) => on.put(sized('1', 3000)), (on) => on.remove(key('1'), equal('text', 'y'))],
  ['a batch', undefined, putAll(range(25, 1500, (n) => listed(String(n))))],
  ['batches', undefined, putAll(range(1276, 10))],
  [
    'batches over what is there',
    putAll(range(60, 1500, (n) => listed(String(n)))),
    putAll(range(60, 10, () => listed('a'))),
  ],
  [
    'batches of deletions',
    putAll(range(60, 1500, () => leaving)),
    (on) => on.writeAll(each(range(70, 0).map(({ pk, sk }): Write => ({ remove: { pk, sk } })))),
  ],
  [
    'batches with conditions',
    putAll(range(30, 1500)),
    (on) =>
      on.writeAll(
        each(
          range(60, 10).map(
            (put, n): Write => (n % 3 === 0 ? { put } : { put, when: anyOf(absent, equal('sk', put.sk)) }),
          ),
        ),
      ),
  ],
  [
    'batches of deletions with conditions',
    putAll(range(30, 1500)),
    (on) => on.writeAll(each(range(30, 0).map(({ pk, sk }): Write => ({ remove: { pk, sk }, when: equal('sk', sk) })))),
  ],
  ['no batch', undefined, (on) => on.writeAll(each([]))],
  ['a get', (on) => on.put(sized('1', 5000)), (on) => on.get(key('1'))],
  ['a get of nothing', undefined, (on) => on.get(key('1'))],
  [
    'a get of many',
    putAll(range(250, 4090)),
    (on) => on.getAll([...range(250, 0), ...range(3, 0), key('none'), key('none either')]),
  ],
  ['a get of none', undefined, (on) => on.getAll([])],
  ['a query', putAll(range(30, 500)), (on) => on.query({ partition: 'P' })],
  ['a query with a limit', putAll(range(30, 500)), (on) => on.query({ partition: 'P', limit: 9, descending: true })],
  ['a query with a larger limit', putAll(range(30, 500)), (on) => on.query({ partition: 'P', limit: 31 })],
  [
    'a query of a range',
    putAll(range(30, 500)),
    (on) => on.query({ partition: 'P', sortKeys: { between: ['0003', '0007'] } }),
  ],
  ['a query that finds nothing', undefined, (on) => on.query({ partition: 'P' })],
  [
    'a query of an index',
    putAll(range(300, 500, (n) => listed(`${n}`.padEnd(100)))),
    (on) => on.query({ partition: 'L', index: 'listing', sortKeys: { before: '7' } }),
  ],
  ['a query of an index that finds nothing', undefined, (on) => on.query({ partition: 'L', index: 'listing' })],
  ['a query of several pages', putAll(range(31, 100_000)), (on) => on.query({ partition: 'P' })],
  [
    'a query of several pages with a limit',
    putAll(range(31, 100_000)),
    (on) => on.query({ partition: 'P', limit: 25 }),
  ],
  ['whether there are items', putAll(range(3, 5000)), (on) => on.hasItems('P')],
  ['whether there are items where none are', undefined, (on) => on.hasItems('P')],
];

async function trafficOf(on: Table, before: Work | undefined, work: Work) {
  await before?.(on);
  return withUsageMeter({ stage: 'test', item: null, memory_mb: null }, async () => {
    await work(on);
    return structuredClone(currentTraffic()?.table);
  });
}

it.each(cases)('SQLite counts for %s what DynamoDB takes', async (_, before, work) => {
  const database = new DatabaseSync(':memory:');
  const counted = await trafficOf(sqliteTable(database), before, work);
  database.close();

  expect(counted).toEqual(await trafficOf(await newDynamoTable(), before, work));
});

import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sqliteTable } from '../../local/platform/table.ts';
import {
  absent,
  allOf,
  anyOf,
  atMost,
  type Condition,
  different,
  equal,
  less,
  missing,
} from '../../shared/ports/condition.ts';
import {
  type Change,
  type Index,
  type Item,
  indexes,
  type Key,
  type Range,
  type Table,
  type Write,
} from '../../shared/ports/table.ts';
import { cases } from '../thoroughness.ts';
import { each } from './table.contract.ts';

type Operation =
  | { is: 'put'; item: Item & Key; when: Condition | undefined }
  | { is: 'update'; key: Key; change: Change; when: Condition | undefined }
  | { is: 'remove'; key: Key; when: Condition | undefined }
  | { is: 'writeAll'; writes: readonly Write[] }
  | { is: 'query'; range: Range }
  | { is: 'getAll'; keys: readonly Key[] };

const partition = fc.constantFrom('P', 'Q');
const sort = fc.constantFrom('a', 'aa', 'b', 'ä', '\u{1f600}');
const key = fc.record({ pk: partition, sk: sort });

const text = fc.constantFrom('', 'a', 'b', 'ä');
const comparable = fc.oneof(text, fc.boolean());
const json = fc
  .jsonValue({ maxDepth: 2 })
  .map((value) => JSON.stringify(value))
  .filter((written) => !written.includes('__proto__'))
  .map((written): unknown => JSON.parse(written));
const place = fc.option(sort, { nil: undefined });
const places = { list_pk: place, list_sk: place, leave_pk: place, leave_sk: place };
const fields = fc.record({ x: comparable, y: fc.oneof(comparable, json), ...places }, { requiredKeys: [] });
const item = fc.tuple(key, fields).map(([own, more]): Item & Key => ({ ...more, ...own }));

const field = fc.constantFrom('x', 'y', 'names');
const comparison: fc.Arbitrary<Condition> = fc.oneof(
  fc.constant(absent),
  field.map(missing),
  fc.tuple(fc.constantFrom(equal, different), field, comparable).map(([is, name, value]) => is(name, value)),
  fc.tuple(fc.constantFrom(less, atMost), field, text).map(([is, name, value]) => is(name, value)),
);
const several = (member: fc.Arbitrary<Condition>) =>
  fc
    .tuple(fc.constantFrom(anyOf, allOf), member, fc.array(member, { maxLength: 2 }))
    .map(([is, first, more]) => is(first, ...more));
const condition = fc.oneof(comparison, several(fc.oneof(comparison, several(comparison))));
const when = fc.option(condition, { nil: undefined });

const change = fc.record(
  {
    set: fc.record({ x: comparable, list_pk: place, list_sk: place }, { requiredKeys: [] }),
    remove: fc.subarray(['y', 'leave_pk']),
    add: fc.record({ names: fc.constantFrom('a', 'b', 'ä') }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);

const sortKeys = fc.oneof(
  sort.map((before) => ({ before })),
  fc.tuple(sort, sort).map((between) => ({ between })),
);
const bounds = { sortKeys, descending: fc.boolean() };
const range: fc.Arbitrary<Range> = fc.oneof(
  fc.record({ partition, ...bounds, limit: fc.integer({ min: 1, max: 6 }) }, { requiredKeys: ['partition'] }),
  fc.record(
    { partition: sort, index: fc.constantFrom(...(Object.keys(indexes) as Index[])), ...bounds },
    { requiredKeys: ['partition', 'index'] },
  ),
);

const keys = fc.array(key, { maxLength: 10 });
const write = fc.oneof(
  item.map((put): Write => ({ put })),
  key.map((remove): Write => ({ remove })),
);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ is: fc.constant('put' as const), item, when }),
  fc.record({ is: fc.constant('update' as const), key, change, when }),
  fc.record({ is: fc.constant('remove' as const), key, when }),
  fc.record({ is: fc.constant('writeAll' as const), writes: fc.array(write, { maxLength: 3 }) }),
  fc.record({ is: fc.constant('query' as const), range }),
  fc.record({ is: fc.constant('getAll' as const), keys }),
);

/** What an operation returns, or its error. */
async function outcome(table: Table, step: Operation): Promise<unknown> {
  try {
    return await run(table, step);
  } catch (error) {
    return String(error);
  }
}

async function run(table: Table, step: Operation): Promise<unknown> {
  switch (step.is) {
    case 'put':
      return table.put(step.item, step.when);
    case 'update':
      return table.update(step.key, step.change, step.when);
    case 'remove':
      return table.remove(step.key, step.when);
    case 'writeAll':
      return table.writeAll(each(step.writes));
    case 'getAll':
      return sorted(await table.getAll(step.keys));
    case 'query': {
      const found = await table.query(step.range);
      if (!step.range.index) return found;
      // Items in the same place of an index have no order.
      const [, position] = indexes[step.range.index];
      return { positions: found.map((entry) => entry[position]), entries: sorted(found) };
    }
  }
}

const sorted = (items: readonly Item[]) => items.toSorted((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1));

/**
 * Whether a table does the same as the one on SQLite, whatever is done with them.
 * @param newTable makes an empty table
 */
export function tableAgreement(name: string, newTable: () => Promise<Table>, numRuns = cases(40)): void {
  it(`the tables on ${name} and on SQLite agree in everything that is done with them`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 25, size: 'max' }), async (steps) => {
        const database = new DatabaseSync(':memory:');
        const [sqlite, table] = [sqliteTable(database), await newTable()];
        const inTheEnd: Operation[] = ['P', 'Q'].map((all) => ({ is: 'query', range: { partition: all } }));
        for (const step of [...steps, ...inTheEnd]) {
          const [own, message] = [await outcome(sqlite, step), JSON.stringify(step)];
          // Only reads of an index may be late.
          const isLate = step.is === 'query' && step.range.index !== undefined;
          if (isLate) await expect.poll(() => outcome(table, step), { message }).toEqual(own);
          else expect(await outcome(table, step), message).toEqual(own);
        }
        database.close();
      }),
      { numRuns },
    );
  });
}

import { expect, it } from 'vitest';
import { z } from 'zod';
import { createTable } from '../../../../shared/adapters/duckdb/create-table.ts';
import { type Database, duckdb } from '../../../../shared/adapters/duckdb/duckdb.ts';
import {
  createTableAs,
  createView,
  createViewOfColumns,
  type Relation,
  withRelations,
} from '../../../../shared/adapters/duckdb/relation.ts';

const withDatabase = duckdb(125, { threads: 1 });
const createOrders = (database: Database, amounts: readonly number[]) =>
  createTable(
    database,
    'orders',
    { id: 'INTEGER', amount: 'DOUBLE' },
    amounts.map((amount, id) => ({ id, amount })),
  );
const sum = (database: Database, orders: Relation<'amount'>) =>
  database.rows(
    withRelations('-- Reads: orders.\nselect sum(amount) as sum from orders', { orders }),
    z.object({ sum: z.number() }),
  );

it('reads the relation passed, even if another one was created with the same name', async () => {
  const sums = await withDatabase(async (database) => {
    const [few, many] = [await createOrders(database, [1, 2]), await createOrders(database, [1, 2, 3])];
    return [...(await sum(database, few)), ...(await sum(database, many))];
  });

  expect(sums).toEqual([{ sum: 3 }, { sum: 6 }]);
});

it('adds relations to the WITH clause that a query already has', async () => {
  const rows = await withDatabase(async (database) => {
    const orders = await createOrders(database, [1, 2, 3]);
    const sql =
      '-- Grain: one row.\nwith large as (from orders where amount > 1)\nselect count(*)::integer as large from large';
    const counts = await createTableAs(database, 'counts', sql, { orders });
    return database.rows(`from ${counts.name}`, z.object({ large: z.number() }));
  });

  expect(rows).toEqual([{ large: 2 }]);
});

it('hides relations that are not passed', async () => {
  const read = withDatabase(async (database) => {
    await createOrders(database, [1]);
    return createView(database, 'copy', 'from orders');
  });

  await expect(read).rejects.toThrow(/Table with name orders does not exist/);
});

it('fills missing columns with null and drops others', async () => {
  const columns = { amount: 'DOUBLE', currency: 'VARCHAR' };
  const row = z.strictObject({ amount: z.number(), currency: z.string().nullable() });
  const [rows, none] = await withDatabase(async (database) => {
    const stored = await createOrders(database, [7]);
    const filled = await createViewOfColumns(database, 'filled', columns, stored.name);
    const empty = await createViewOfColumns(database, 'empty', columns);
    return [await database.rows(`from ${filled.name}`, row), await database.rows(`from ${empty.name}`, row)];
  });

  expect(rows).toEqual([{ amount: 7, currency: null }]);
  expect(none).toEqual([]);
});

it('converts columns to the types requested', async () => {
  const types = await withDatabase(async (database) => {
    const stored = await createOrders(database, [7]);
    const view = await createViewOfColumns(database, 'typed', { id: 'VARCHAR', amount: 'DECIMAL(18,4)' }, stored.name);
    return database.rows(
      `select typeof(id) as id, typeof(amount) as amount from ${view.name}`,
      z.object({ id: z.string(), amount: z.string() }),
    );
  });

  expect(types).toEqual([{ id: 'VARCHAR', amount: 'DECIMAL(18,4)' }]);
});

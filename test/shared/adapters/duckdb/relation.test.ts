import { expect, it } from 'vitest';
import { z } from 'zod';
import { createTable } from '../../../../shared/adapters/duckdb/create-table.ts';
import { type Database, duckdb } from '../../../../shared/adapters/duckdb/duckdb.ts';
import {
  createTableAs,
  createView,
  createViewOfColumns,
  type Relation,
  reading,
} from '../../../../shared/adapters/duckdb/relation.ts';

const withDatabase = duckdb(125, { threads: 1 });
const createOrders = (database: Database, amounts: readonly number[]) =>
  createTable(
    database,
    'orders',
    { id: 'INTEGER', amount: 'DOUBLE' },
    amounts.map((amount, id) => ({ id, amount })),
  );
const sum = (database: Database, orders: Relation) =>
  database.rows(
    reading('-- Reads: orders.\nselect sum(amount) as sum from orders', { orders }),
    z.object({ sum: z.number() }),
  );

it('reads the relation that is passed, of several with one name', async () => {
  const sums = await withDatabase(async (database) => {
    const [few, many] = [await createOrders(database, [1, 2]), await createOrders(database, [1, 2, 3])];
    return [...(await sum(database, few)), ...(await sum(database, many))];
  });

  expect(sums).toEqual([{ sum: 3 }, { sum: 6 }]);
});

it('binds relations beside the common table expressions of a query', async () => {
  const rows = await withDatabase(async (database) => {
    const orders = await createOrders(database, [1, 2, 3]);
    const sql =
      '-- Grain: one row.\nwith large as (from orders where amount > 1)\nselect count(*)::integer as large from large';
    const counts = await createTableAs(database, 'counts', reading(sql, { orders }), ['large']);
    return database.rows(reading('from counts', { counts }), z.object({ large: z.number() }));
  });

  expect(rows).toEqual([{ large: 2 }]);
});

it('finds no relation that is not passed', async () => {
  const read = withDatabase(async (database) => {
    await createOrders(database, [1]);
    return createView(database, 'copy', 'from orders');
  });

  await expect(read).rejects.toThrow(/Table with name orders does not exist/);
});

it('refuses a relation by a name that the query does not have', async () => {
  const read = withDatabase(async (database) => {
    const order = await createOrders(database, [1]);
    return reading('from orders', { order });
  });

  await expect(read).rejects.toThrow('expected a query that reads order: from orders');
});

it('refuses to create a relation without a column that readers rely on', async () => {
  const created = withDatabase((database) => createView(database, 'orders', 'select 1 as id', ['id', 'amount']));

  await expect(created).rejects.toThrow(/expected orders_\d+ to have amount/);
});

it('fills columns that another version did not write with null, and leaves out others', async () => {
  const columns = { amount: 'DOUBLE', currency: 'VARCHAR' };
  const row = z.object({ amount: z.number(), currency: z.string().nullable() });
  const [rows, none] = await withDatabase(async (database) => {
    const stored = await createOrders(database, [7]);
    const filled = await createViewOfColumns(database, 'filled', columns, stored);
    const empty = await createViewOfColumns(database, 'empty', columns);
    return [await database.rows(`from ${filled.name}`, row.strict()), await database.rows(`from ${empty.name}`, row)];
  });

  expect(rows).toEqual([{ amount: 7, currency: null }]);
  expect(none).toEqual([]);
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Feature } from '../../../../shared/domain/features/feature.ts';
import { features } from '../../../../shared/domain/features/features.ts';
import { cleanColumns } from '../../../../shared/domain/intake/datasets/datasets.ts';
import { cleanFile, runFiles } from '../../../../shared/domain/run/runs.ts';
import { featureColumns } from '../../feature-columns.ts';
import { putParquet, readParquet, type Services, startServices } from '../../services.ts';
import { cleanRows, FIRST, LATER, line, RUN } from './clean-rows.ts';

let services: Services;
let rows: ReturnType<typeof cleanRows>;
beforeEach(async () => {
  services = await startServices();
  rows = cleanRows(services);
});
afterEach(() => services.close());

it('writes the columns of the registry, in its order and with its types, also when there is no row', async () => {
  await rows.build();
  const columns = await readParquet(
    services,
    runFiles.features(RUN, 0),
    'select column_name, column_type from (describe it)',
  );

  expect(columns.map((column) => [column.column_name, column.column_type])).toEqual(Object.entries(featureColumns));
});

it('leaves exactly those features null that are nullable in the registry', async () => {
  await rows.putOrders([line('returner', '1', '2026-03-01 00:00:00', -5, { kind: 'return' })]);
  await rows.putInteractions([{ customer_id: 'caller', occurred_at: '2026-03-01 00:00:00', interaction: 'visit' }]);
  await rows.putCustomers([{ customer_id: 'member', region: 'North', customer_type: 'retail', attributes: '{}' }]);

  const customers = Object.values(await rows.build());

  const isNull = (name: string) => customers.some((customer) => customer?.[name] === null);
  const registered: [name: string, feature: Feature][] = Object.entries(features);
  expect(customers).toHaveLength(3);
  expect(registered.map(([name]) => name).filter(isNull)).toEqual(
    registered.flatMap(([name, { nullWhen }]) => (nullWhen ? [name] : [])),
  );
});

it('leaves out customers whose rows are still there although their erasure was requested', async () => {
  await rows.putOrders(['a', "b's", 'c'].map((id) => line(id, id, '2026-03-01 00:00:00', 5)));
  await services.erasures.put({ erasure_id: 'one', customer_id: "b's", asked_at: '2026-03-02T00:00:00.000Z' });

  expect(Object.keys(await rows.build())).toEqual(['a', 'c']);
});

it('combines orders of exports with different columns', async () => {
  const { region, category, repaired_row, repaired_by, ...few } = cleanColumns.orders;
  const key = (upload: string) => cleanFile('orders', 0, upload, 0);
  const [A, B] = [line('A', '1', '2026-01-05 10:00:00', 100), line('A', '2', '2026-01-06 10:00:00', 20)];
  await putParquet(services, key(FIRST), few, [{ ...A, upload_id: FIRST }]);
  await putParquet(services, key(LATER), cleanColumns.orders, [{ ...B, region: 'North', upload_id: LATER }]);

  const found = await rows.build();
  expect(found.A).toMatchObject({ orders: 2, monetary_total: '120.0000', region: 'North', categories: null });
});

describe('a customer with two orders, a return and an order after the as-of date', () => {
  // 5 January to 4 February: 30 days. 4 February to 31 March: 24 + 31 = 55 days. Together 85.
  // Bought 100 + 20 + 60.50 = 180.50 in 2 orders, mean 90.25; less 30 returned: 150.50.
  const lines = [
    line('A', '1', '2026-01-05 10:00:00', 100, { category: 'tea', channel: 'web', region: 'North' }),
    line('A', '1', '2026-01-05 10:00:00', 20, { category: 'cups', channel: 'shop', region: 'South' }),
    line('A', '2', '2026-02-04 23:30:00', 60.5, { category: 'tea', channel: 'shop', region: 'South' }),
    line('A', 'R', '2026-02-10 09:00:00', -30, { kind: 'return', category: 'cups' }),
    line('A', '3', '2026-04-01 00:00:00', 999, { category: 'cups', channel: 'app', region: 'West' }),
  ];
  beforeEach(() => rows.putOrders(lines));

  it('has the orders, days and money calculated by hand', async () => {
    const { A } = await rows.build();

    expect(A).toMatchObject({ orders: 2, recency_days: 55, x: 1, t_x: 30, t: 85, as_of: '2026-03-31' });
    expect(A).toMatchObject({ monetary_total: '150.5000', monetary_mean: '90.2500', returns_total: '30.0000' });
    expect(A).toMatchObject({ first_order_at: '2026-01-05 10:00:00', last_order_at: '2026-02-04 23:30:00' });
  });

  it('has t_x and t in weeks, unrounded, but recency in days', async () => {
    const { A } = await rows.build({ timeUnit: 'week' });

    expect(A).toMatchObject({ recency_days: 55, t_x: 30 / 7, t: 85 / 7 });
  });

  it('has the top category, channel and region by spend', async () => {
    const { A } = await rows.build();

    // tea 160.50 : cups 20; shop 80.50 : web 100; South 80.50 : North 100
    expect(A).toMatchObject({ top_category: 'tea', top_channel: 'web', region: 'North' });
  });

  it('has orders, money and returns of the window, but dates of the entire history', async () => {
    // One month up to 31 March begins on 1 March, two begin on 1 February.
    const { A: twoMonths } = await rows.build({ timeUnit: 'day', windowMonths: 2 });
    const { A: oneMonth } = await rows.build({ timeUnit: 'day', windowMonths: 1 });

    expect(twoMonths).toMatchObject({ orders: 1, monetary_total: '30.5000', monetary_mean: '60.5000', x: 1, t: 85 });
    expect(oneMonth).toMatchObject({
      orders: 0,
      monetary_total: '0.0000',
      monetary_mean: null,
      returns_total: '0.0000',
    });
    expect(oneMonth).toMatchObject({ recency_days: 55, x: 1, t_x: 30, t: 85 });
  });
});

it('counts two orders on one day as two orders and no repeat', async () => {
  await rows.putOrders([line('B', '1', '2026-03-01 08:00:00', 10), line('B', '2', '2026-03-01 20:00:00', 10)]);
  const { B } = await rows.build();

  expect(B).toMatchObject({ orders: 2, x: 0, t_x: 0, recency_days: 30, t: 30 });
});

it('breaks ties for the top alphabetically', async () => {
  const ordered = (category: string) => line('B', category, '2026-03-01 08:00:00', 10, { category });
  await rows.putOrders([ordered('b'), ordered('c'), ordered('a')]);
  const { B } = await rows.build();

  expect(B?.top_category).toBe('c');
});

it('keeps a customer with returns only, without purchase dates', async () => {
  await rows.putOrders([line('C', 'R', '2026-03-01 08:00:00', -15, { kind: 'return' })]);
  const { C } = await rows.build();

  expect(C).toMatchObject({ orders: 0, monetary_total: '-15.0000', monetary_mean: null, returns_total: '15.0000' });
  expect(C).toMatchObject({ recency_days: null, first_order_at: null, x: null, t_x: null, t: null });
});

it('counts an undone order only as a return', async () => {
  await rows.putOrders([
    line('D', '1', '2026-03-01 08:00:00', 40),
    line('D', '2', '2026-03-05 08:00:00', 50, { kind: 'undone', category: 'tea' }),
  ]);
  const { D } = await rows.build();

  expect(D).toMatchObject({ orders: 1, monetary_total: '40.0000', returns_total: '50.0000', recency_days: 30 });
  expect(D?.top_category).toBeNull();
});

it('replaces all lines of an order that a later upload repeats', async () => {
  await rows.putOrders([line('A', '1', '2026-03-01 08:00:00', 10), line('A', '1', '2026-03-01 08:00:00', 20)]);
  await rows.putOrders([line('A', '1', '2026-03-01 08:00:00', 12), line('B', '1', '2026-03-02 08:00:00', 7)], LATER);
  const { A, B } = await rows.build();

  expect(A).toMatchObject({ orders: 1, monetary_total: '12.0000' });
  expect(B).toMatchObject({ orders: 1, monetary_total: '7.0000' });
});

it('counts a number that comes back on another day as another order, and replaces only the order of the same day', async () => {
  await rows.putOrders([
    line('A', '7', '2026-03-01 08:00:00', 10),
    line('A', '7', '2026-03-02 08:00:00', 20),
    line('B', '7', '2026-03-01 08:00:00', 5),
  ]);
  await rows.putOrders([line('A', '7', '2026-03-02 09:00:00', 25), line('A', '7', '2026-03-20 08:00:00', 40)], LATER);
  const { A, B } = await rows.build();

  expect(A).toMatchObject({ orders: 3, monetary_total: '75.0000', x: 2 });
  expect(B).toMatchObject({ orders: 1, monetary_total: '5.0000' });
});

it('keeps an order together that goes on past midnight, but not one of dates without a time', async () => {
  await rows.putOrders([
    line('A', '7', '2026-03-01 23:59:00', 10),
    line('A', '7', '2026-03-02 00:20:00', 20),
    line('B', '7', '2026-03-01 00:00:00', 10),
    line('B', '7', '2026-03-02 00:00:00', 20),
  ]);
  const { A, B } = await rows.build();

  expect(A).toMatchObject({ orders: 1, monetary_total: '30.0000' });
  expect(B).toMatchObject({ orders: 2, monetary_total: '30.0000' });
});

it('reverses an order that is undone in a later upload', async () => {
  await rows.putOrders([line('A', '1', '2026-03-01 08:00:00', 10)]);
  await rows.putOrders([line('A', '1', '2026-03-01 08:00:00', 10, { kind: 'undone' })], LATER);
  const { A } = await rows.build();

  expect(A).toMatchObject({ orders: 0, monetary_total: '0.0000', returns_total: '10.0000' });
});

it('keeps a purchase when a later upload has a return under the same order number', async () => {
  await rows.putOrders([line('A', '1', '2026-03-01 08:00:00', 10)]);
  await rows.putOrders([line('A', '1', '2026-03-20 08:00:00', -4, { kind: 'return' })], LATER);
  const { A } = await rows.build();

  expect(A).toMatchObject({ orders: 1, monetary_total: '6.0000', monetary_mean: '10.0000', returns_total: '4.0000' });
  expect(A?.recency_days).toBe(30);
});

it('keeps a return of another day when a later upload has a second one under the same order number', async () => {
  await rows.putOrders([
    line('A', '1', '2026-03-01 08:00:00', 10),
    line('A', '1', '2026-03-05 08:00:00', -4, { kind: 'return' }),
    line('A', '1', '2026-03-06 08:00:00', -2, { kind: 'return' }),
  ]);
  await rows.putOrders(
    [
      line('A', '1', '2026-03-06 09:00:00', -1, { kind: 'return' }),
      line('A', '1', '2026-03-20 08:00:00', -3, { kind: 'return' }),
    ],
    LATER,
  );
  const { A } = await rows.build();

  // Of 6 March the later upload counts: 10 - 4 - 1 - 3.
  expect(A).toMatchObject({ orders: 1, monetary_total: '2.0000', returns_total: '8.0000' });
});

describe('a repaired row', () => {
  const LAST = '20260403T000000000Z-cccccccccccc';
  const repaired = (amount: number, by: string, more: object = {}) =>
    line('A', '1', '2026-03-01 08:00:00', amount, { upload_id: FIRST, repaired_row: 2, repaired_by: by, ...more });

  it('joins the rest of its order once, in its last repair', async () => {
    await rows.putOrders([line('A', '1', '2026-03-01 08:00:00', 10)]);
    await rows.putOrders([repaired(5, LATER)], LATER);
    await rows.putOrders([repaired(6, LAST), repaired(7, LAST, { repaired_row: 3 })], LAST);
    const { A } = await rows.build();

    expect(A).toMatchObject({ orders: 1, monetary_total: '23.0000' });
  });

  it('does not change an order that a later upload has replaced', async () => {
    await rows.putOrders([line('A', '1', '2026-03-01 08:00:00', 12)], LATER);
    await rows.putOrders([repaired(5, LAST)], LAST);
    const { A } = await rows.build();

    expect(A).toMatchObject({ orders: 1, monetary_total: '12.0000' });
  });
});

describe('with a customers file', () => {
  it('keeps customers who are only in that file, without orders', async () => {
    await rows.putCustomers([
      { customer_id: 'E', signed_up_at: '2026-01-02 00:00:00', region: 'East', attributes: '{"a":"1"}' },
    ]);
    const { E } = await rows.build();

    expect(E).toMatchObject({ orders: 0, monetary_total: '0.0000', recency_days: null, monetary_mean: null, x: null });
    expect(E).toMatchObject({ region: 'East', signed_up_at: '2026-01-02 00:00:00', attributes: '{"a":"1"}' });
  });

  it("uses the newest upload's last row, and its region rather than that of the orders", async () => {
    await rows.putOrders([line('A', '1', '2026-03-01 08:00:00', 10, { region: 'North' })]);
    await rows.putCustomers([{ customer_id: 'A', region: 'West', customer_type: 'trade' }], LATER);
    await rows.putCustomers([
      { customer_id: 'A', region: 'East' },
      { customer_id: 'A', region: 'South' },
    ]);
    const { A } = await rows.build();

    expect(A).toMatchObject({ region: 'West', customer_type: 'trade', orders: 1 });
  });

  it('uses the last of two rows of one upload', async () => {
    await rows.putCustomers([
      { customer_id: 'A', region: 'East' },
      { customer_id: 'A', region: 'South' },
    ]);
    const { A } = await rows.build();

    expect(A?.region).toBe('South');
  });
});

it('satisfies t = t_x + recency for every buyer', async () => {
  await rows.putOrders([
    line('A', '1', '2024-02-29 23:59:59', 10),
    line('A', '2', '2026-03-31 23:59:59', 10),
    line('B', '1', '2025-12-31 00:00:00', 10),
    line('C', '1', '2026-01-01 12:00:00', 10),
    line('C', '2', '2026-03-01 00:00:00', 10),
  ]);
  const customers = Object.values(await rows.build());

  expect(customers.length).toBe(3);
  for (const row of customers) expect(row?.t).toBe(row?.t_x + row?.recency_days);
});

import { afterEach, beforeEach, expect, it } from 'vitest';
import { cleanColumns } from '../../../../shared/domain/intake/datasets/datasets.ts';
import { cleanFile } from '../../../../shared/domain/run/runs.ts';
import { putParquet, type Services, startServices } from '../../services.ts';
import { cleanRows, LATER, line } from './clean-rows.ts';

let services: Services;
let rows: ReturnType<typeof cleanRows>;
beforeEach(async () => {
  services = await startServices();
  rows = cleanRows(services);
});
afterEach(() => services.close());

// 5 January to 4 February: 30 days; to 31 March another 55.
const totals = {
  customer_id: 'A',
  orders: 4,
  monetary_total: 200,
  first_order_at: '2026-01-05 00:00:00',
  last_order_at: '2026-02-04 00:00:00',
};

it('uses totals for customers without order lines', async () => {
  await rows.putAggregates([{ ...totals, x: 3, returns_total: 20 }]);
  const { A } = await rows.build();

  expect(A).toMatchObject({ orders: 4, monetary_total: '200.0000', returns_total: '20.0000', recency_days: 55 });
  expect(A).toMatchObject({ x: 3, t_x: 30, t: 85, days_between_mean: 10, overdue_days: 45, recent_orders: 4 });
  expect(A).toMatchObject({ monetary_mean: '55.0000', days_between_deviation: null, spend_trend: null });
});

it('treats a column that no file has as unknown', async () => {
  const { returns_total, x, ...columns } = cleanColumns.aggregates;
  await putParquet(services, cleanFile('aggregates', 0, LATER, 0), columns, [{ ...totals, upload_id: LATER }]);
  const { A } = await rows.build();

  expect(A).toMatchObject({ orders: 4, x: 3, returns_total: '0.0000', return_rate: 0 });
});

it('prefers order lines to totals', async () => {
  await rows.putAggregates([totals]);
  await rows.putOrders([line('A', '1', '2026-03-01 08:00:00', 10)]);
  const { A } = await rows.build();

  expect(A).toMatchObject({ orders: 1, monetary_total: '10.0000' });
});

it("uses the newest upload's last row", async () => {
  await rows.putAggregates(
    [
      { ...totals, monetary_total: 300 },
      { ...totals, monetary_total: 400 },
    ],
    LATER,
  );
  await rows.putAggregates([totals]);
  const { A } = await rows.build();

  expect(A?.monetary_total).toBe('400.0000');
});

it('counts back from the as-of date if only x, t_x and t are given, in their unit', async () => {
  await rows.putAggregates([{ customer_id: 'A', x: 2, t_x: 4, t: 10, monetary_mean: 25 }]);
  const { A } = await rows.build({ timeUnit: 'week' });

  expect(A).toMatchObject({ orders: 3, x: 2, t_x: 4, t: 10, recency_days: 42, monetary_total: '75.0000' });
});

it('counts each repeat order as a day of its own if x is not given', async () => {
  await rows.putAggregates([totals, { ...totals, customer_id: 'B', orders: 1, first_order_at: null }]);
  const { A, B } = await rows.build();

  expect(A?.x).toBe(3);
  expect(B).toMatchObject({ x: 0, t_x: 0, t: 55, recency_days: 55 });
});

it('ignores totals beyond the as-of date or without the date of the last purchase', async () => {
  await rows.putAggregates([
    { ...totals, last_order_at: '2026-04-01 00:00:00' },
    { customer_id: 'B', orders: 4, monetary_total: 200 },
    { customer_id: 'C', x: 2, t_x: 4, t: 1e14, monetary_mean: 25 },
  ]);

  expect(await rows.build()).toEqual({});
});

it('counts totals entirely, or not at all if the last purchase is before the window', async () => {
  await rows.putAggregates([totals]);
  const { A: within } = await rows.build({ timeUnit: 'day', windowMonths: 2 });
  const { A: before } = await rows.build({ timeUnit: 'day', windowMonths: 1 });

  expect(within).toMatchObject({ orders: 4, monetary_total: '200.0000' });
  expect(before).toMatchObject({ orders: 0, monetary_total: '0.0000', monetary_mean: null, x: 3, recency_days: 55 });
});

it('counts an even share of the orders as recent, at least the last one', async () => {
  // 100 orders over 1,000 days up to 31 March: 36.5 of them in the last 365.
  const long = { ...totals, orders: 100, first_order_at: '2023-07-06 00:00:00', last_order_at: '2026-03-31 00:00:00' };
  await rows.putAggregates([long, { ...long, customer_id: 'B', orders: 2 }, { ...totals, customer_id: 'C' }]);
  const { A, B, C } = await rows.build({ features: { recentDays: 365 } });
  const { C: later } = await rows.build({ features: { recentDays: 55 } });

  expect([A?.recent_orders, B?.recent_orders, C?.recent_orders, later?.recent_orders]).toEqual([37, 1, 4, 0]);
});

it('handles orders and totals of any size', async () => {
  await rows.putOrders(
    Array.from({ length: 300 }, (_, at) => line('L', `${at}`, '2026-03-01 00:00:00', 999_999_999_999.99)),
  );
  await rows.putAggregates([
    { ...totals, monetary_total: 99_999_999_999_999 },
    { ...totals, customer_id: 'B', monetary_total: null, monetary_mean: 99_999_999_999_999, orders: 999_999_999 },
  ]);
  const { A, B, L } = await rows.build();

  expect(A).toMatchObject({ monetary_total: '99999999999999.0000' });
  expect(B?.monetary_total).toBe('99999999899999000000001.0000');
  expect(L).toMatchObject({
    ...{ orders: 300, monetary_total: '299999999999997.0000', monetary_mean: '999999999999.9900' },
    ...{ spend_recent: '299999999999997.0000', yearly_spend: '299999999999997.0000' },
  });
});

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Services, startServices } from '../../services.ts';
import { cleanRows, line } from './clean-rows.ts';

let services: Services;
let rows: ReturnType<typeof cleanRows>;
beforeEach(async () => {
  services = await startServices();
  rows = cleanRows(services);
});
afterEach(() => services.close());

describe('purchases 10, 20 and 30 days apart', () => {
  beforeEach(() =>
    rows.putOrders([
      line('A', '3', '2026-01-31 09:00:00', 50),
      line('A', '1', '2026-01-01 09:00:00', 100),
      line('A', '2', '2026-01-11 09:00:00', 30),
      line('A', '2b', '2026-01-11 21:00:00', 20),
      line('A', '4', '2026-03-02 09:00:00', 200),
    ]),
  );

  it('have the mean and sample deviation of the gaps, and the days overdue', async () => {
    const { A } = await rows.build();

    // Mean 60 / 3; deviation √((10² + 0² + 10²) / 2). Due 20 days after 2 March; 31 March is 9 days later.
    expect(A).toMatchObject({ x: 3, days_between_mean: 20, days_between_deviation: 10 });
    expect(A).toMatchObject({ next_order_due_on: '2026-03-22', overdue_days: 9 });
  });

  it('have the number of months with a purchase, and the largest share of spend in one', async () => {
    const { A } = await rows.build();

    // January 200, March 200
    expect(A).toMatchObject({ tenure_days: 89, active_months: 2, top_month_share: 0.5, purchase_day_mean: '100.0000' });
  });

  it('have orders and spend of each month with a purchase', async () => {
    const { A } = await rows.build();

    expect(A?.monthly_purchases).toEqual([
      { month: '2026-01-01', orders: 4, spend: '200.0000' },
      { month: '2026-03-01', orders: 1, spend: '200.0000' },
    ]);
  });
});

it('has no rhythm for one purchase day, and no deviation for two', async () => {
  await rows.putOrders([
    line('A', '1', '2026-03-01 08:00:00', 10),
    line('A', '2', '2026-03-01 20:00:00', 10),
    line('B', '1', '2026-03-01 08:00:00', 10),
    line('B', '2', '2026-03-08 08:00:00', 10),
  ]);
  const { A, B } = await rows.build();

  expect(A).toMatchObject({ days_between_mean: null, next_order_due_on: null, overdue_days: null });
  expect(B).toMatchObject({ days_between_mean: 7, days_between_deviation: null, overdue_days: 16 });
});

it('counts the lines of one number on two days as two orders', async () => {
  await rows.putOrders([line('A', '1', '2026-03-01 08:00:00', 10), line('A', '1', '2026-03-11 08:00:00', 10)]);
  const { A } = await rows.build();

  expect(A).toMatchObject({ orders: 2, x: 1, t_x: 10, recency_days: 20, days_between_mean: 10 });
});

it('has the same gaps as calculated one by one, for any purchase days', async () => {
  const histories = fc.sample(fc.array(fc.integer({ min: 0, max: 800 }), { minLength: 1, maxLength: 12 }), {
    numRuns: 300,
    seed: 7,
  });
  const day = (offset: number) => new Date(Date.UTC(2024, 0, 1 + offset)).toISOString().slice(0, 10);
  await rows.putOrders(
    histories.flatMap((days, customer) =>
      days.map((offset, order) => line(`c${customer}`, `${order}`, `${day(offset)} 12:00:00`, 5)),
    ),
  );
  const built = await rows.build();

  for (const [customer, days] of histories.entries()) {
    const distinct = [...new Set(days)].toSorted((a, b) => a - b);
    const gaps = distinct.slice(1).map((at, index) => at - (distinct[index] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / (gaps.length - 1));
    const row = built[`c${customer}`];
    expect(row?.x).toBe(gaps.length);
    if (gaps.length > 0) expect(row?.days_between_mean).toBeCloseTo(mean, 9);
    if (gaps.length > 1) expect(row?.days_between_deviation).toBeCloseTo(deviation, 6);
  }
});

describe('periods that end on 31 March 2026', () => {
  // 90 days begin on 1 January 2026, the 90 before on 3 October 2025; 365 days begin on 1 April 2025.
  beforeEach(() =>
    rows.putOrders([
      line('A', '1', '2025-03-31 23:59:59', 1000),
      line('A', '2', '2025-04-01 00:00:00', 100),
      line('A', '3', '2025-10-02 23:00:00', 500),
      line('A', '4', '2025-10-03 01:00:00', 60),
      line('A', '5', '2025-12-31 23:00:00', 40),
      line('A', '6', '2026-01-01 00:00:00', 250),
      line('A', '7', '2026-03-31 23:00:00', 50),
      line('New', '1', '2026-02-01 00:00:00', 70),
    ]),
  );

  it('compare the spend of the last period with the previous one', async () => {
    const { A } = await rows.build();

    expect(A).toMatchObject({ spend_recent: '300.0000', spend_before: '100.0000', spend_trend: 0.5, recent_orders: 6 });
  });

  it('have the lengths in the policy', async () => {
    const { A } = await rows.build({ timeUnit: 'day', features: { trendDays: 1, recentDays: 90 } });

    expect(A).toMatchObject({ spend_recent: '50.0000', spend_before: '0.0000', spend_trend: 1, recent_orders: 2 });
  });

  it('show no trend for a customer who is new in the last period', async () => {
    const { New } = await rows.build();

    expect(New).toMatchObject({ spend_recent: '70.0000', spend_before: '0.0000', spend_trend: null });
  });
});

it('has the return rate of everything sold, including undone orders', async () => {
  await rows.putOrders([
    line('A', '1', '2026-03-01 08:00:00', 60),
    line('A', '2', '2026-03-02 08:00:00', 40, { kind: 'undone' }),
    line('A', 'R', '2026-03-03 08:00:00', -10, { kind: 'return' }),
    line('B', 'R', '2026-03-03 08:00:00', -10, { kind: 'return' }),
  ]);
  const { A, B } = await rows.build();

  expect(A).toMatchObject({
    purchases_total: '60.0000',
    returns_total: '50.0000',
    returned_orders: 2,
    return_rate: 0.5,
  });
  expect(B).toMatchObject({ purchases_total: '0.0000', returned_orders: 1, return_rate: null });
});

it('lists the purchases of 24 months, the month of the run among them', async () => {
  await rows.putOrders([
    line('A', '1', '2024-03-31 08:00:00', 10),
    line('A', '2', '2024-04-01 08:00:00', 20),
    line('B', '1', '2024-03-31 08:00:00', 10),
  ]);
  const { A, B } = await rows.build();

  expect(A?.monthly_purchases).toEqual([{ month: '2024-04-01', orders: 1, spend: '20.0000' }]);
  expect(B).toMatchObject({ monthly_purchases: null, active_months: 1 });
});

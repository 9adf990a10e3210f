import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Services, startServices } from '../../services.ts';
import { cleanRows, line } from './clean-rows.ts';

let services: Services;
let rows: ReturnType<typeof cleanRows>;
beforeEach(async () => {
  services = await startServices();
  rows = cleanRows(services);
  await rows.putOrders([
    line('A', '1', '2025-01-01 09:00:00', 10),
    line('A', '2', '2025-01-01 20:00:00', 20),
    line('A', '3', '2025-01-31 23:59:59', 30),
    line('A', '4', '2025-02-01 00:00:00', 40),
    line('A', '5', '2026-03-31 12:00:00', 50),
    line('A', 'R', '2025-01-05 12:00:00', -5, { kind: 'return' }),
    line('late', '6', '2025-02-01 00:00:00', 60),
    line('long', '7', '2025-01-31 12:00:00', 70),
    line('long', '7', '2025-02-20 12:00:00', 80),
  ]);
  await rows.putAggregates([{ customer_id: 'sums', orders: 3, last_order_at: '2025-01-05 00:00:00' }]);
});
afterEach(() => services.close());

/** 14 months of 365.25 / 12 days, rounded, are 426: the cut is 29 January 2025. */
const lifetimeValue = { horizonMonths: 14 };

it('separates purchases before the cut from those after it', async () => {
  // 424 days before 31 March 2026 is 31 January 2025.
  const { A } = await rows.build({ timeUnit: 'day', lifetimeValue: { horizonMonths: (424 * 12) / 365.25 } });

  expect(A?.holdout).toEqual({ x: 1, t_x: 30, t: 30, spend: '60.0000', orders_after: 2, spend_after: '90.0000' });
});

it("has times in the policy's unit", async () => {
  const { A } = await rows.build({ timeUnit: 'week', lifetimeValue });

  expect(A?.holdout).toMatchObject({ x: 0, t_x: 0, t: 4, orders_after: 3 });
});

it('separates the lines of one number on both sides, which are two orders', async () => {
  const { long } = await rows.build({ lifetimeValue: { horizonMonths: (424 * 12) / 365.25 } });

  expect(long?.holdout).toMatchObject({ x: 0, spend: '70.0000', orders_after: 1, spend_after: '80.0000' });
});

it('is unknown for new customers since the cut, for totals, and without a backtest', async () => {
  const { late, sums } = await rows.build({ lifetimeValue });
  const { A } = await rows.build({ lifetimeValue: { ...lifetimeValue, backtest: false } });

  expect([late?.holdout, sums?.holdout, A?.holdout]).toEqual([null, null, null]);
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runningRun, type Services, startServices } from '../../services.ts';
import { cleanRows, line } from './clean-rows.ts';

const BEFORE = '20260301T000000000Z-00000000';

let services: Services;
let rows: ReturnType<typeof cleanRows>;
beforeEach(async () => {
  services = await startServices();
  rows = cleanRows(services);
  await rows.putOrders([
    line('A', '1', '2026-02-28 23:59:59', 1000),
    line('A', '2', '2026-03-01 00:00:00', 100),
    line('A', '3', '2026-03-31 23:59:59', 50),
    line('A', '3R', '2026-03-31 23:59:59', -20, { kind: 'return' }),
    line('A', '4', '2026-03-15 12:00:00', 70, { kind: 'undone' }),
    line('Early', '1', '2026-02-01 00:00:00', 60),
    line('Back', '1', '2026-02-01 00:00:00', 60),
    line('Back', '1', '2026-03-02 00:00:00', -60, { kind: 'return' }),
    line('Only', 'R', '2026-03-02 00:00:00', -5, { kind: 'return' }),
  ]);
  await rows.putCustomers([{ customer_id: 'Known' }]);
  await rows.putAggregates([{ customer_id: 'Totals', orders: 3, monetary_total: 90, last_order_at: '2026-03-20' }]);
});
afterEach(() => services.close());

/** A visible run. */
async function runBefore(as_of: string): Promise<void> {
  await services.runs.putRun({ ...runningRun(BEFORE, as_of), status: 'succeeded', as_of });
  await services.runs.makeCurrent(BEFORE);
}

describe('purchases since the previous run', () => {
  it('count orders and spend after its date, minus returns and without undone orders', async () => {
    await runBefore('2026-02-28');
    const { A, Early, Back, Only } = await rows.build();

    expect(A).toMatchObject({ orders_since: 2, spend_since: '130.0000' });
    expect(Early).toMatchObject({ orders_since: 0, spend_since: '0.0000' });
    expect(Back).toMatchObject({ orders_since: 0, spend_since: '-60.0000' });
    expect(Only).toMatchObject({ orders_since: 0, spend_since: '-5.0000' });
  });

  it('are 0 for customers who never bought, and unknown for those with totals only', async () => {
    await runBefore('2026-02-28');
    const { Known, Totals } = await rows.build();

    expect(Known).toMatchObject({ orders_since: 0, spend_since: '0.0000' });
    expect(Totals).toMatchObject({ orders_since: null, spend_since: null });
  });

  it('are unknown without a previous run, or if no day has passed', async () => {
    const nothing = { orders_since: null, spend_since: null };
    const first = await rows.build();
    await runBefore('2026-03-31');
    const again = await rows.build();

    for (const { A, Known } of [first, again]) expect([A, Known]).toMatchObject([nothing, nothing]);
  });
});

it('sums the spend of the same days in the previous year', async () => {
  // 90 days up to 31 March 2025 begin on 1 January 2025.
  await rows.putOrders(
    [
      line('Y', '1', '2024-12-31 23:00:00', 1),
      line('Y', '2', '2025-01-01 00:00:00', 20),
      line('Y', '3', '2025-03-31 23:59:59', 300),
      line('Y', '4', '2025-04-01 00:00:00', 4000),
    ],
    '20260403T000000000Z-cccccccccccc',
  );
  const { A, Y, Totals } = await rows.build();

  expect([A, Y, Totals].map((row) => row?.spend_year_ago)).toEqual(['0.0000', '320.0000', null]);
});

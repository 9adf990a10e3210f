import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportCustomer } from '../../../../functions/api/export-customer/export-customer.ts';
import { cleanFile, runFiles } from '../../../../shared/domain/run/runs.ts';
import { putParquet, type Services, startServices } from '../../services.ts';
import { each, state, succeededRun } from '../query/api-table.ts';

const RUN = '20260801T000000000Z-00000001';
// 17850 · 2654435769 / 2^24 modulo 4.
const BUCKET = 0;

let services: Services;
beforeAll(async () => {
  services = await startServices();
  await putRun(services);

  const columns = { customer_id: 'VARCHAR', order_id: 'VARCHAR', amount: 'DECIMAL(18,4)', ordered_at: 'TIMESTAMP' };
  const line = (customer_id: string, order_id: string) => ({
    customer_id,
    order_id,
    amount: 12.5,
    ordered_at: '2026-07-01 10:00:00',
  });
  await putParquet(services, cleanFile('orders', BUCKET, 'one', 0), columns, [line('17850', 'a'), line('123', 'b')]);
  await putParquet(services, cleanFile('orders', BUCKET, 'two', 0), columns, [line('17850', 'c')]);
  await putParquet(services, cleanFile('feedback', BUCKET, 'two', 0), { customer_id: 'VARCHAR' }, [
    { customer_id: '123' },
  ]);
});
afterAll(() => services.close());

/** A run that made 17850 a VIP. */
async function putRun(services: Services) {
  const { runs, customers } = services;
  await runs.putRun(succeededRun(RUN));
  const change = {
    from: 'gold',
    from_since: '2026-01-31',
    to: 'VIP',
    cause: 'behaviour changed' as const,
    reason: 'more',
    reason_zh: '更多',
  };
  const tierChange = { run_id: RUN, as_of: '2026-07-31', ...change };
  await customers.write(RUN, 0, each([{ state: state('17850', 'VIP', 99), before: undefined, tierChange }]));
  await runs.makeCurrent(RUN);
  await putParquet(services, runFiles.tiers(RUN, BUCKET), { customer_id: 'VARCHAR', recency_days: 'INTEGER' }, [
    { customer_id: '17850', recency_days: 9 },
    { customer_id: '123', recency_days: 1 },
  ]);
}

async function exportedText(id: string, from: Services = services, buckets = 4) {
  const handler = exportCustomer({
    ...from.as('api/export-customer', { idSecret: async () => Buffer.from('a key') }),
    buckets,
  });
  const { body } = await handler({ path: { id }, query: {}, body: {}, headers: {} });
  return body ?? '';
}

it('leaves out no rows when the deployment has another number of buckets than the lake', async () => {
  const before = await exportedText('17850');
  await services.runs.recordBuckets(4);

  expect(await exportedText('17850', services, 1000)).toBe(before);
});

const exported = async (id: string) => JSON.parse(await exportedText(id));

describe('an export', () => {
  it('has all data about the customer in table and lake, and none about others', async () => {
    const all = await exported('17850');

    expect(all).toMatchObject({
      run_id: RUN,
      as_of: '2026-07-31',
      customer_id: '17850',
      state: { tier: 'VIP' },
      history: [{ from: 'gold', to: 'VIP' }],
      override: null,
      erasure_asked_at: null,
      result: { customer_id: '17850', recency_days: 9 },
    });
    expect(all.rows.feedback).toEqual([]);
    expect(all.rows.orders).toEqual(
      ['a', 'c'].map((order_id) => ({
        customer_id: '17850',
        order_id,
        amount: 12.5,
        ordered_at: '2026-07-01 10:00:00',
      })),
    );
    expect(JSON.stringify(all)).not.toContain('"123"');
  });

  it('is the same, byte for byte, in whatever order files hold their rows: by date, then upload', async () => {
    const columns = { customer_id: 'VARCHAR', order_id: 'VARCHAR', ordered_at: 'TIMESTAMP', upload_id: 'VARCHAR' };
    const line = (order_id: string, ordered_at: string, upload_id: string) => ({
      ...{ customer_id: '17850', order_id, ordered_at, upload_id },
    });
    const first = [
      line('a', '2026-07-02 09:00:00', 'one'),
      line('b', '2026-07-01 10:00:00', 'one'),
      line('d', '2026-07-01 10:00:00', 'one'),
      line('c', '2026-07-01 10:00:00', 'one'),
    ];
    const second = [line('e', '2026-07-01 10:00:00', 'two'), line('f', '2026-06-30 10:00:00', 'two')];
    const exportOf = async (order: (lines: object[]) => object[]) => {
      const own = await startServices();
      try {
        await putRun(own);
        await putParquet(own, cleanFile('orders', BUCKET, 'one', 0), columns, order(first));
        await putParquet(own, cleanFile('orders', BUCKET, 'two', 0), columns, order(second));
        return await exportedText('17850', own);
      } finally {
        await own.close();
      }
    };

    const text = await exportOf((lines) => lines);

    expect(
      JSON.parse(text)
        .rows.orders.map(({ order_id }: { order_id: string }) => order_id)
        .join(''),
    ).toBe('fbcdea');
    expect(await exportOf((lines) => lines.toReversed())).toBe(text);
  });

  it('has overrides from the API and from files', async () => {
    const set_at = '2026-08-15T10:00:00.000Z';
    const pin = { kind: 'pin', tier: 'VIP', reason: 'why', author: 'who', expires_on: null } as const;
    await services.overrides.put({ ...pin, customer_id: '17850', set_at });
    await putParquet(services, cleanFile('overrides', BUCKET, 'two', 0), { customer_id: 'VARCHAR', tier: 'VARCHAR' }, [
      { customer_id: '17850', tier: 'gold' },
      { customer_id: '123', tier: 'gold' },
    ]);

    expect(await exported('17850')).toMatchObject({
      override: { ...pin, set_at },
      rows: { overrides: [{ customer_id: '17850', tier: 'gold' }] },
    });
  });

  it('shows a pending erasure while rows are still in the lake', async () => {
    const asked_at = '2026-08-15T10:00:00.000Z';
    await services.erasures.put({ erasure_id: 'one', customer_id: '123', asked_at });

    expect(await exported('123')).toMatchObject({
      state: null,
      history: [],
      erasure_asked_at: asked_at,
      result: { recency_days: 1 },
    });
  });

  it('is a problem for an unknown customer', async () => {
    await expect(exported('nobody')).rejects.toMatchObject({ kind: 'customer-not-found' });
  });
});

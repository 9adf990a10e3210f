import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCustomerId } from '../../shared/http/resources/customer-id.ts';
import type { Row } from '../functions/services.ts';
import { customers, orders, startEmbeddedApi } from './embedded-api.ts';

let api: Awaited<ReturnType<typeof startEmbeddedApi>>;
beforeAll(async () => {
  api = await startEmbeddedApi();
});
afterAll(() => api.close());

async function call(method: string, path: string, body?: unknown) {
  const init = { method, headers: { authorization: `Bearer ${api.token}` }, body: body ? JSON.stringify(body) : null };
  const response = await fetch(`${api.url}${path}`, init);
  return { status: response.status, body: (await response.json()) as Row };
}

const linesOf = (id: string) =>
  orders
    .filter(({ customer_id }) => customer_id === id)
    .map(({ customer_id, amount, ...line }) => ({ ...line, amount: Number(amount) }));

/** Published fields that depend only on orders. */
const compared = ['tier', 'value_score', 'rfm', 'segment', 'segment_cn8', 'lifecycle', 'loyalty', 'abc_class'].concat([
  ...['quadrant', 'purchase_mode', 'cluster', 'cluster_name', 'orders', 'monetary_total', 'clv', 'clv_low', 'clv_high'],
]);

describe('scored orders', () => {
  it.each(['顾客/7', ...customers.filter((id) => /^\d{4}[037]$/.test(id))])(
    'get the same result as customer %s, who placed them, in the run',
    async (id) => {
      const { body: published } = await call('GET', `/v1/customers/${encodeCustomerId(id)}`);
      const { status, body: scored } = await call('POST', '/v1/score', { orders: linesOf(id) });

      expect(status).toBe(200);
      expect([scored.run_id, scored.scored_for]).toEqual([published.run_id, published.as_of]);
      for (const name of compared) {
        if (typeof published[name] === 'number') expect(scored[name], name).toBeCloseTo(published[name], 6);
        else expect(scored[name], name).toBe(published[name]);
      }
    },
  );

  it('score higher when there are more of them, and store nothing', async () => {
    const before = await call('GET', '/v1/customers/10050');
    const more = linesOf('10050').concat(linesOf('10000').map((line) => ({ ...line, order_id: `x${line.order_id}` })));
    const { body: scored } = await call('POST', '/v1/score', { orders: more });

    expect(scored.value_score).toBeGreaterThan(before.body.value_score);
    expect(await call('GET', '/v1/customers/10050')).toEqual(before);
  });

  it('are ignored when they are dated after as_of', async () => {
    const { body } = await call('POST', '/v1/score', { orders: linesOf('10000'), as_of: '2020-01-01' });

    expect(body).toMatchObject({ scored_for: '2020-01-01', orders: 0, value_score: 0, rfm: null, clv: null });
    expect(body.tier).toBe('standard');
  });

  it('are rejected with an invalid field, and the response names it', async () => {
    const [line] = linesOf('10000');
    const wrong = [line, { ...line, ordered_at: 'yesterday' }, { ...line, colour: 'red' }];
    const { status, body } = await call('POST', '/v1/score', { orders: wrong });

    expect(status).toBe(400);
    expect(body.errors.map(({ field }: { field: string }) => field)).toEqual([
      'orders.1.ordered_at',
      'orders.2.colour',
    ]);
  });

  it('can have at most 2,000 lines', async () => {
    const [line] = linesOf('10000');
    const many = Array.from({ length: 2000 }, () => ({ ...line, order_id: '1' }));

    expect((await call('POST', '/v1/score', { orders: many })).body.orders).toBe(1);
    expect((await call('POST', '/v1/score', { orders: [...many, line] })).status).toBe(400);
  });

  it('are scored together with other features', async () => {
    const scored = (features: object) => call('POST', '/v1/score', { orders: linesOf('10000'), features });

    expect((await scored({ satisfaction: 10 })).body).toMatchObject({ satisfaction: 10, loyalty: 'low' });
    expect((await scored({ region: 'West' })).body).toMatchObject({ region: 'West', region_group: 'West' });
  });
});

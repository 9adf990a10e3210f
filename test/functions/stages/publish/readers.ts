import { expect } from 'vitest';
import { encodeCustomerId } from '../../../../shared/http/resources/customer-id.ts';
import { apiEvent } from '../../api/query/api-table.ts';
import { connectHandlers } from '../../handlers.ts';
import type { Services } from '../../services.ts';
import { listOf, type Shown, tierNames } from './shop.ts';

type Parts = Parameters<typeof apiEvent>[1];
/** What readers of each run find, by the run's name. */
export type Expected = ReadonlyMap<string, ReadonlyMap<string, Shown>>;

/** The API's own. */
const BATCH_LIMIT = 100;
const SINGLE_READS = 12;

export type Readers = Awaited<ReturnType<typeof startReaders>>;

/**
 * The API's reading function over the services. Each of its reads checks that the answer is of one run and wholly so, and
 * gives the run's name.
 */
export async function startReaders({ items }: Services, expected: Expected) {
  await connectHandlers({ table: items });
  const { handler } = await import('../../../../functions/api/query/handler.ts');

  async function call(routeKey: string, parts: Parts) {
    const context = { functionName: 'query-api', getRemainingTimeInMillis: () => 30_000 };
    const { statusCode, body } = await handler(apiEvent(routeKey, parts), context as never);
    const answer = JSON.parse(body ?? '');
    const shown = expected.get(answer.run_id);
    if (!shown) throw new Error(`${routeKey} answered ${statusCode} of run ${answer.run_id}: ${answer.detail}`);
    return { status: statusCode, answer, shown };
  }

  async function one(routeKey: string, id: string): Promise<string> {
    const { status, answer, shown } = await call(routeKey, { pathParameters: { id: encodeCustomerId(id) } });
    expect(status).toBe(shown.has(id) ? 200 : 404);
    expect(answer).toMatchObject(shown.get(id) ?? {});
    return answer.run_id;
  }

  return {
    customer: (id: string) => one('GET /v1/customers/{id}', id),
    tier: (id: string) => one('GET /v1/customers/{id}/tier', id),

    async batch(ids: readonly string[]): Promise<string> {
      const { answer, shown } = await call('POST /v1/customers/batch', { body: JSON.stringify({ ids }) });
      expect(answer.missing).toEqual(ids.filter((id) => !shown.has(id)));
      expect(answer.customers.map(({ customer_id }: { customer_id: string }) => customer_id)).toEqual(
        ids.filter((id) => shown.has(id)),
      );
      for (const state of answer.customers) expect(state).toMatchObject(shown.get(state.customer_id) ?? {});
      return answer.run_id;
    },

    async list(tier: string): Promise<string> {
      const { answer, shown } = await call('GET /v1/tiers/{tier}/customers', {
        pathParameters: { tier },
        queryStringParameters: { limit: '500' },
      });
      const listed = answer.customers.map(({ customer_id }: { customer_id: string }) => customer_id);
      expect(listed).toEqual(listOf(shown, tier));
      for (const state of answer.customers) expect(state).toMatchObject(shown.get(state.customer_id) ?? {});
      return answer.run_id;
    },

    /** Every kind of read, one by one of a few customers. @returns the runs that the answers were of */
    async everything(ids: readonly string[]): Promise<Set<string>> {
      const few = ids.filter((_, index) => index % Math.ceil(ids.length / SINGLE_READS) === 0);
      const runs = [await this.batch(ids.slice(0, BATCH_LIMIT))];
      for (const tier of tierNames) runs.push(await this.list(tier));
      runs.push(...(await Promise.all(few.flatMap((id) => [this.customer(id), this.tier(id)]))));
      return new Set(runs);
    },
  };
}

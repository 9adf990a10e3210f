import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCustomerId } from '../../../../shared/http/resources/customer-id.ts';
import { connectHandlers } from '../../handlers.ts';
import { apiEvent, each, memoryTables, state, succeededRun } from './api-table.ts';

type Parts = Partial<APIGatewayProxyEventV2>;
// biome-ignore lint/suspicious/noExplicitAny: tests access arbitrary response fields
type Body = any;
const FIRST = '20260801T000000000Z-00000001';
const SECOND = '20260901T000000000Z-00000002';

let server: ReturnType<typeof memoryTables>;
let strata: ReturnType<typeof server.newTable>;
let call: (routeKey: string, parts?: Parts) => Promise<{ status: number | undefined; type: unknown; body: Body }>;

beforeAll(async () => {
  server = memoryTables();
  strata = server.newTable();
  await connectHandlers({ table: strata.items });
  const { handler } = await import('../../../../functions/api/query/handler.ts');
  call = async (routeKey, parts) => {
    const context = { functionName: 'query-api', getRemainingTimeInMillis: () => 30_000 };
    const { statusCode, headers, body } = await handler(apiEvent(routeKey, parts), context as never);
    return { status: statusCode, type: headers?.['content-type'], body: JSON.parse(body ?? '') };
  };
});

afterAll(() => server.close());

describe('before the first run has completed', () => {
  it('returns a problem that says what to do', async () => {
    const { status, type, body } = await call('GET /v1/tiers');

    expect({ status, type }).toEqual({ status: 404, type: 'application/problem+json' });
    expect(body).toMatchObject({ type: 'urn:strata:problem:no-run-yet', status: 404 });
    expect(body.detail).toContain('No run has completed yet: upload a file');
  });

  it('lists no runs', async () => {
    const { status, body } = await call('GET /v1/runs');

    expect(status).toBe(200);
    expect(body).toEqual({ current_run_id: null, runs: [], next_cursor: null });
  });
});

describe('after a run, while the next is being published', () => {
  beforeAll(async () => {
    const { runs, customers } = strata;
    const promotion = {
      from: 'standard',
      from_since: '2026-05-31',
      to: 'VIP',
      cause: 'behaviour changed' as const,
      reason: 'in the top 5 %',
      reason_zh: '前 5 %',
    };
    const earlierChange = { run_id: FIRST, as_of: '2026-07-31', ...promotion };
    await runs.putRun(succeededRun(FIRST));
    await customers.write(
      FIRST,
      0,
      each([
        { state: state('17850', 'VIP', 99), before: undefined, tierChange: earlierChange },
        { state: state('上海/007', 'standard', 20), before: undefined, tierChange: undefined },
        { state: state('3', 'standard', 20), before: undefined, tierChange: undefined },
        { state: state('4', 'standard', 10), before: undefined, tierChange: undefined },
      ]),
    );
    await runs.makeCurrent(FIRST);
    await runs.putRun({ ...succeededRun(SECOND), status: 'running' });
    await runs.beginPublishing(SECOND);
    const demotion = {
      from: 'VIP',
      from_since: '2026-07-31',
      to: 'standard',
      cause: 'behaviour changed' as const,
      reason: 'no order',
      reason_zh: '无订单',
    };
    const laterChange = { run_id: SECOND, as_of: '2026-08-31', ...demotion };
    await customers.write(
      SECOND,
      0,
      each([
        { state: state('17850', 'standard', 50), before: state('17850', 'VIP', 99), tierChange: laterChange },
        { state: state('new', 'VIP', 98), before: undefined, tierChange: undefined },
      ]),
    );
  });

  it('returns the previous state of a customer that the unfinished run has written', async () => {
    const { status, body } = await call('GET /v1/customers/{id}', { pathParameters: { id: '17850' } });

    expect(status).toBe(200);
    expect(body).toMatchObject({
      customer_id: '17850',
      tier: 'VIP',
      value_score: 99,
      run_id: FIRST,
      as_of: '2026-07-31',
    });
    expect(body.history).toMatchObject([{ run_id: FIRST, as_of: '2026-07-31', from: 'standard', to: 'VIP' }]);
  });

  it('does not return a customer who is new in the unfinished run', async () => {
    const { status, body } = await call('GET /v1/customers/{id}', { pathParameters: { id: 'new' } });

    expect(status).toBe(404);
    expect(body).toMatchObject({ type: 'urn:strata:problem:customer-not-found', run_id: FIRST });
  });

  it('accepts any characters in an id', async () => {
    const { body } = await call('GET /v1/customers/{id}', { pathParameters: { id: encodeCustomerId('上海/007') } });

    expect(body).toMatchObject({ customer_id: '上海/007', tier: 'standard' });
  });

  it('accepts an id of 200 Chinese characters', async () => {
    const id = '顾'.repeat(200);
    const { status } = await call('GET /v1/customers/{id}/tier', { pathParameters: { id: encodeCustomerId(id) } });

    expect(status).toBe(404);
  });

  it('rejects an id that exceeds the maximum length', async () => {
    const { status, body } = await call('GET /v1/customers/{id}', { pathParameters: { id: 'x'.repeat(501) } });

    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ field: 'id', message: 'is longer than any id' }] });
  });

  it("returns only a customer's history", async () => {
    const { body } = await call('GET /v1/customers/{id}/history', { pathParameters: { id: '17850' } });

    expect(body).toMatchObject({
      customer_id: '17850',
      run_id: FIRST,
      as_of: '2026-07-31',
      history: [{ run_id: FIRST, from: 'standard', to: 'VIP' }],
    });
  });

  it('returns a batch in the order of the request, with previous states, and lists unknown ids', async () => {
    const { body } = await call('POST /v1/customers/batch', {
      body: JSON.stringify({ ids: ['4', 'nobody', '17850', 'new', '上海/007', '4'] }),
    });

    expect(body).toMatchObject({ run_id: FIRST, as_of: '2026-07-31', missing: ['nobody', 'new'] });
    expect(body.customers).toMatchObject([
      { customer_id: '4' },
      { customer_id: '17850', tier: 'VIP' },
      { customer_id: '上海/007' },
      { customer_id: '4' },
    ]);
  });

  it.each([
    [{}, 'ids'],
    [{ ids: [] }, 'ids'],
    [{ ids: Array.from({ length: 101 }, (_, index) => String(index)) }, 'ids'],
    [{ ids: ['1', 2] }, 'ids.1'],
    [{ ids: ['1'], tier: true }, 'tier'],
  ])('rejects the batch %j and names the field', async (request, field) => {
    const { status, body } = await call('POST /v1/customers/batch', { body: JSON.stringify(request) });

    expect(status).toBe(400);
    expect(body).toMatchObject({ type: 'urn:strata:problem:invalid-request', errors: [{ field }] });
  });

  it('rejects a body that is too large', async () => {
    const { status, body } = await call('POST /v1/customers/batch', { body: ' '.repeat(256 * 1024 + 1) });

    expect(status).toBe(413);
    expect(body.type).toBe('urn:strata:problem:request-too-large');
  });

  it.each([
    ['GET /v1/segments', { segments: [{ segment: 'Champions', customers: 4, share: 1 }] }],
    ['GET /v1/clusters', { k: 1, clusters: [{ cluster: 0, name_en: 'all', name_zh: '全部', customers: 4, share: 1 }] }],
    [
      'GET /v1/movement',
      {
        previous_run_id: null,
        movement: [{ from: null, to: 'VIP', customers: 4 }],
        causes: [],
        foretold: [],
      },
    ],
  ])('%s responds with data of the current run', async (routeKey, expected) => {
    expect(await call(routeKey)).toMatchObject({
      status: 200,
      body: { run_id: FIRST, as_of: '2026-07-31', ...expected },
    });
  });

  it('gives the share of customers and revenue of each tier', async () => {
    const { body } = await call('GET /v1/tiers');

    expect(body.run_id).toBe(FIRST);
    expect(body.tiers).toMatchObject([
      { tier: 'VIP', label_zh: '贵宾', customers: 1, share: 0.25, revenue_share: 0.75 },
      { tier: 'standard', customers: 3, share: 0.75, revenue_share: 0.25 },
    ]);
  });

  it('pages a tier by value, highest first', async () => {
    const first = await call('GET /v1/tiers/{tier}/customers', {
      pathParameters: { tier: 'standard' },
      queryStringParameters: { limit: '2' },
    });
    const second = await call('GET /v1/tiers/{tier}/customers', {
      pathParameters: { tier: 'standard' },
      queryStringParameters: { limit: '2', cursor: first.body.next_cursor },
    });

    const ids = (page: typeof first) =>
      page.body.customers.map((customer: { customer_id: string }) => customer.customer_id);
    expect([...ids(first), ...ids(second)]).toEqual(['上海/007', '3', '4']);
    expect(second.body).toMatchObject({ run_id: FIRST, next_cursor: null });
  });

  it('lists the tiers when the tier is unknown', async () => {
    const { status, body } = await call('GET /v1/tiers/{tier}/customers', { pathParameters: { tier: 'platinum' } });

    expect(status).toBe(404);
    expect(body).toMatchObject({ type: 'urn:strata:problem:tier-not-found', tiers: ['VIP', 'standard'] });
  });

  it.each([
    [{ limit: '0' }, 'limit'],
    [{ limit: '501' }, 'limit'],
    [{ limit: 'many' }, 'limit'],
    [{ cursor: 'abc' }, 'cursor'],
    [{ page: '2' }, 'page'],
    [{ changed_since: '2026-02-30' }, 'changed_since'],
    [{ segment: '' }, 'segment'],
  ])('rejects the query %o and names the field', async (queryStringParameters, field) => {
    const { status, body } = await call('GET /v1/tiers/{tier}/customers', {
      pathParameters: { tier: 'VIP' },
      queryStringParameters: queryStringParameters as Record<string, string>,
    });

    expect(status).toBe(400);
    expect(body).toMatchObject({ type: 'urn:strata:problem:invalid-request', errors: [{ field }] });
  });

  it('pages runs, newest first, and names the current one', async () => {
    const first = await call('GET /v1/runs', { queryStringParameters: { limit: '1' } });
    const second = await call('GET /v1/runs', {
      queryStringParameters: { limit: '1', cursor: first.body.next_cursor },
    });

    expect(first.body).toMatchObject({ current_run_id: FIRST, runs: [{ run_id: SECOND, status: 'running' }] });
    expect(second.body).toMatchObject({ runs: [{ run_id: FIRST }], next_cursor: null });
  });

  it('returns one run, and a problem for an unknown one', async () => {
    const known = await call('GET /v1/runs/{id}', { pathParameters: { id: SECOND } });
    const unknown = await call('GET /v1/runs/{id}', { pathParameters: { id: 'x' } });

    expect(known.body).toMatchObject({ run_id: SECOND, status: 'running', current: false });
    expect(unknown).toMatchObject({ status: 404, body: { type: 'urn:strata:problem:run-not-found' } });
  });

  it('rejects the cursor of a listing that a new run has replaced', async () => {
    const { body } = await call('GET /v1/tiers/{tier}/customers', {
      pathParameters: { tier: 'standard' },
      queryStringParameters: { limit: '1' },
    });
    await strata.runs.makeCurrent(SECOND);
    const later = await call('GET /v1/tiers/{tier}/customers', {
      pathParameters: { tier: 'standard' },
      queryStringParameters: { limit: '1', cursor: body.next_cursor },
    });

    expect(later).toMatchObject({ status: 409, body: { type: 'urn:strata:problem:listing-outdated', run_id: SECOND } });
    expect(later.body.detail).toContain('restart the listing');
  });
});

it('does not reveal internal errors', async () => {
  await strata.runs.setFields(SECOND, { summary: { tiers: 'broken' } });

  const { status, body } = await call('GET /v1/tiers');

  expect(status).toBe(500);
  expect(body).toMatchObject({
    type: 'urn:strata:problem:internal-error',
    detail: 'The request failed because of an internal error',
  });
});

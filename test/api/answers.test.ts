import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EventType, events } from '../../shared/domain/run/events.ts';
import { encodeCustomerId } from '../../shared/http/resources/customer-id.ts';
import { description, operations, schemaErrors } from './description.ts';
import { startEmbeddedApi, strangeIds } from './embedded-api.ts';

let api: Awaited<ReturnType<typeof startEmbeddedApi>>;
let runId: string;
let whatIfId: string;
beforeAll(async () => {
  api = await startEmbeddedApi();
  runId = (await api.cloud.runs.getCurrent()).run_id ?? '';
  whatIfId = (await call('POST', '/v1/what-if', { policy: {} })).body.what_if_id;
  await api.cloud.workflow.idle();
}, 600_000);
afterAll(() => api.close());

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const authorization = `Bearer ${api.token}`;
  const init = {
    method,
    headers: { authorization, ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
  const response = await fetch(`${api.url}${path}`, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

// Runs first, because later tests start another run.
it('returns 304 for a response that is still valid', async () => {
  const { headers } = await call('GET', '/v1/customers/10001/tier');
  const again = await call('GET', '/v1/customers/10001/tier', undefined, {
    'if-none-match': headers.get('etag') ?? '',
  });

  expect({ status: again.status, body: again.body }).toEqual({ status: 304, body: undefined });
});

/** Values of path parameters. */
const parameters: Record<string, () => string> = {
  '/v1/customers': () => '10000',
  '/v1/tiers': () => 'VIP',
  '/v1/runs': () => runId,
  '/v1/what-if': () => whatIfId,
};

function addressOf(path: string): string {
  const parameter = parameters[path.split('/').slice(0, 3).join('/')];
  return path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(parameter?.() ?? ''));
}

/** What the headers of the description look like. */
const headerValues: Record<string, RegExp> = {
  ETag: /^"[\w-]{22}"$/,
  'Cache-Control': /^private, max-age=\d{1,4}, must-revalidate$/,
  Location: /^\/v1\/(runs|what-if\/[\w-]+)$/,
};

/** Order of the operations: reads, then writes, then the erasure. */
const rankOf = ({ method, operation }: (typeof operations)[number]) =>
  Number(method !== 'GET') + Number(operation.operationId === 'eraseCustomer');
const inOrder = operations.toSorted((a, b) => rankOf(a) - rankOf(b));

describe.each(inOrder)('$method $path', ({ method, path, operation }) => {
  const [name] = operation.requestBody?.content['application/json']?.schema.$ref.split('/').slice(-1) ?? [];
  const [request] = (description.components.schemas[name ?? '']?.examples ?? []) as unknown[];
  const [status = '', expected] = Object.entries(operation.responses).find(([code]) => code.startsWith('2')) ?? [];

  it('returns what the description says', async () => {
    const response = await call(method, addressOf(path), request);

    expect(response.status).toBe(Number(status));
    expect(response.headers.get('content-type')).toBe('application/json');
    const schema = expected?.content?.['application/json']?.schema;
    expect(schema && schemaErrors(response.body, schema)).toEqual([]);
    for (const header of Object.keys(expected?.headers ?? {}))
      expect(response.headers.get(header), header).toMatch(headerValues[header] ?? header);
  });

  it.skipIf(['/v1/runs', '/v1/uploads', '/v1/what-if'].includes(path))('names the run it comes from', async () => {
    const { body } = await call(method, addressOf(path), request);

    expect(body.run_id).toBe(runId);
  });

  it('rejects an unknown query parameter and names it', async () => {
    const { status, body } = await call(method, `${addressOf(path)}?colour=red`, request);

    expect(status).toBe(400);
    expect(body.errors).toEqual([{ field: 'colour', message: 'is not a known field' }]);
    expect(schemaErrors(body, { $ref: '#/components/schemas/Problem' })).toEqual([]);
  });
});

describe('an id', () => {
  it.each(strangeIds)('such as %s is found', async (id) => {
    const { status, body } = await call('GET', `/v1/customers/${encodeCustomerId(id)}/tier`);

    expect({ status, id: body.customer_id }).toEqual({ status: 200, id });
  });

  it.each([
    ['DELETE', '10003%3Fb'],
    ['DELETE', '10003%3F'],
    ['DELETE', '10003%2Fb'],
    ['DELETE', '10003%2523'],
    ['GET', encodeURIComponent('顾客/7')],
    ['GET', '%2E%2E'],
  ])('that could be misread is refused: %s %s', async (method, written) => {
    const { status } = await call(method, `/v1/customers/${written}`);

    expect([400, 404]).toContain(status);
    expect((await call('GET', '/v1/customers/10003/tier')).status).toBe(200);
  });

  it('works in a batch with any of these characters', async () => {
    const { body } = await call('POST', '/v1/customers/batch', { ids: strangeIds });

    expect(body.customers.map(({ customer_id }: { customer_id: string }) => customer_id)).toEqual(strangeIds);
    expect(body.missing).toEqual([]);
  });
});

it('publishes events that match the description', async () => {
  await api.cloud.workflow.idle();
  const lines = (await readFile(api.cloud.directory.events, 'utf8')).trim().split('\n');
  const published = lines.map((line) => JSON.parse(line));

  expect(published.map((event) => event['detail-type'])).toContain('Run Completed');
  for (const { 'detail-type': type, detail } of published) {
    const id = events[type as EventType].meta()?.id;
    expect(schemaErrors(detail, { $ref: `#/components/schemas/${id}` }), type).toEqual([]);
  }
});

it('evaluates a what-if during a run without affecting it', async () => {
  const { runs, workflow } = api.cloud;
  await workflow.idle();
  const lock = { execution_arn: 'another', run_id: runId, lease_until: '2999-01-01T00:00:00.000Z' };
  await runs.takeLock(lock, '2026-09-02T00:00:00.000Z');
  const before = { current: await runs.getCurrent(), newest: await runs.listRuns(1) };
  const accepted = await call('POST', '/v1/what-if', { policy: { movement: { demotion: { runs: 1 } } } });
  await workflow.idle();

  const { status, body } = await call('GET', accepted.body.what_if);
  expect(status).toBe(200);
  expect(body).toMatchObject({ status: 'succeeded', run_id: before.current.run_id });
  expect(body.answer).toMatchObject({
    policy_changes: [{ field: 'movement.demotion.runs', before: 2, after: 1 }],
    not_evaluated: [],
    movers: { customers: 0 },
  });
  expect(await runs.getLock()).toEqual(lock);
  expect({ current: await runs.getCurrent(), newest: await runs.listRuns(1) }).toEqual(before);
});

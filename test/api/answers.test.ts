import { readFile } from 'node:fs/promises';
import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EventType, events } from '../../shared/domain/run/events.ts';
import { description, faultsOf, operations } from './description.ts';
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

// Before anything starts another run.
it('keeps an answer that is still good from being sent again', async () => {
  const { headers } = await call('GET', '/v1/customers/10001/tier');
  const again = await call('GET', '/v1/customers/10001/tier', undefined, {
    'if-none-match': headers.get('etag') ?? '',
  });

  expect({ status: again.status, body: again.body }).toEqual({ status: 304, body: undefined });
});

/** What to ask for where the description has a parameter. */
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

/** Those that change something last, so that the others find what they ask for, and of those the one that forgets. */
const rankOf = ({ method, operation }: (typeof operations)[number]) =>
  Number(method !== 'GET') + Number(operation.operationId === 'eraseCustomer');
const inOrder = operations.toSorted((a, b) => rankOf(a) - rankOf(b));

describe.each(inOrder)('$method $path', ({ method, path, operation }) => {
  const [name] = operation.requestBody?.content['application/json']?.schema.$ref.split('/').slice(-1) ?? [];
  const [request] = (description.components.schemas[name ?? '']?.examples ?? []) as unknown[];
  const [status = '', expected] = Object.entries(operation.responses).find(([code]) => code.startsWith('2')) ?? [];

  it('answers what the description says', async () => {
    const answer = await call(method, addressOf(path), request);

    expect(answer.status).toBe(Number(status));
    expect(answer.headers.get('content-type')).toBe('application/json');
    const schema = expected?.content?.['application/json']?.schema;
    expect(schema && faultsOf(answer.body, schema)).toEqual([]);
    for (const header of Object.keys(expected?.headers ?? {}))
      expect(answer.headers.get(header), header).not.toBeNull();
  });

  it.skipIf(['/v1/runs', '/v1/uploads', '/v1/what-if'].includes(path))('names the run it comes from', async () => {
    const { body } = await call(method, addressOf(path), request);

    expect(body.run_id).toBe(runId);
  });

  it('refuses a query parameter that it does not know, and points at it', async () => {
    const { status, body } = await call(method, `${addressOf(path)}?colour=red`, request);

    expect(status).toBe(400);
    expect(body.errors).toEqual([{ field: 'colour', message: 'is not known here' }]);
    expect(faultsOf(body, { $ref: '#/components/schemas/Problem' })).toEqual([]);
  });
});

describe('an id', () => {
  it.each(strangeIds)('such as %s is found', async (id) => {
    const path = `/v1/customers/${encodeURIComponent(id).replaceAll('.', '%2E')}/tier`;
    // A client of the web's own would resolve an id of two dots before it asks.
    const { status, body } = id === '..' ? await rawGet(path) : await call('GET', path);

    expect({ status, id: body.customer_id }).toEqual({ status: 200, id });
  });

  it('may be any of these in a batch', async () => {
    const { body } = await call('POST', '/v1/customers/batch', { ids: strangeIds });

    expect(body.customers.map(({ customer_id }: { customer_id: string }) => customer_id)).toEqual(strangeIds);
    expect(body.missing).toEqual([]);
  });
});

/** A request whose path goes out as it is written. */
function rawGet(path: string): Promise<{ status: number | undefined; body: { customer_id?: string } }> {
  const { hostname, port } = new URL(api.url);
  const headers = { authorization: `Bearer ${api.token}` };
  return new Promise((resolve, reject) => {
    const request = get({ hostname, port, path, headers }, async (response) => {
      const body = Buffer.concat(await response.toArray()).toString('utf8');
      resolve({ status: response.statusCode, body: JSON.parse(body) });
    });
    request.on('error', reject);
  });
}

it('announces runs as the description has it', async () => {
  await api.cloud.workflow.idle();
  const lines = (await readFile(api.cloud.directory.events, 'utf8')).trim().split('\n');
  const announced = lines.map((line) => JSON.parse(line));

  expect(announced.map((event) => event['detail-type'])).toContain('Run Completed');
  for (const { 'detail-type': type, detail } of announced) {
    const id = events[type as EventType].meta()?.id;
    expect(faultsOf(detail, { $ref: `#/components/schemas/${id}` }), type).toEqual([]);
  }
});

it('looks at another policy beside a run that is under way, and leaves the run alone', async () => {
  const { runs, workflow } = api.cloud;
  await workflow.idle();
  const lock = { execution_arn: 'another', run_id: runId, lease_until: '2999-01-01T00:00:00.000Z' };
  await runs.takeLock(lock, '2026-09-02T00:00:00.000Z');
  const before = { current: await runs.getCurrent(), newest: await runs.listRuns(1) };
  const asked = await call('POST', '/v1/what-if', { policy: { movement: { demotion: { runs: 1 } } } });
  await workflow.idle();

  const { status, body } = await call('GET', asked.body.what_if);
  expect(status).toBe(200);
  expect(body).toMatchObject({ status: 'succeeded', run_id: before.current.run_id, answer: expect.any(Object) });
  expect(await runs.getLock()).toEqual(lock);
  expect({ current: await runs.getCurrent(), newest: await runs.listRuns(1) }).toEqual(before);
});

import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeMachine } from '../../fakes.ts';
import { connectHandlers } from '../../handlers.ts';
import { apiEvent, memoryTables } from '../query/api-table.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests access arbitrary response fields
type Body = any;
const EXECUTION_ARN = 'arn:aws:states:us-east-1:000000000000:execution:segmentation:one';

let tables: ReturnType<typeof memoryTables>;
let strata: ReturnType<typeof tables.newTable>;
let machineFails = false;
let started: object[] = [];
let post: (parts?: Partial<APIGatewayProxyEventV2>) => Promise<{ status: unknown; location: unknown; body: Body }>;

beforeAll(async () => {
  tables = memoryTables();
  strata = tables.newTable();
  await connectHandlers({
    table: strata.items,
    workflow: {
      ...fakeMachine().machine,
      async start(input) {
        if (machineFails) throw new Error('The state machine does not exist');
        started.push(input);
        return EXECUTION_ARN;
      },
    },
  });
  const { handler } = await import('../../../../functions/api/start-run/handler.ts');
  post = async (parts) => {
    const context = { functionName: 'start-run', getRemainingTimeInMillis: () => 30_000 };
    const { statusCode, headers, body } = await handler(apiEvent('POST /v1/runs', parts), context as never);
    return { status: statusCode, location: headers?.location, body: JSON.parse(body ?? '') };
  };
});

beforeEach(async () => {
  started = [];
  machineFails = false;
  for (const { pk, sk } of strata.audit()) await strata.remove({ pk, sk });
});

afterAll(() => tables.close());

it('starts the state machine and names the execution', async () => {
  const { status, location, body } = await post();

  expect({ status, location }).toEqual({ status: 202, location: '/v1/runs' });
  expect(body.execution_arn).toBe(EXECUTION_ARN);
  expect(started).toEqual([{ source: 'strata.api' }]);
});

it.each([
  ['plain', { body: '{"as_of":"2026-07-31"}' }],
  ['base64', { body: Buffer.from('{"as_of":"2026-07-31"}').toString('base64'), isBase64Encoded: true }],
])('passes on as_of from a %s body', async (_, parts) => {
  await post(parts);

  expect(started).toEqual([{ source: 'strata.api', asOf: '2026-07-31' }]);
});

it('passes on accept_gate and returns it', async () => {
  const { body } = await post({ body: '{"accept_gate":true}' });

  expect(started).toEqual([{ source: 'strata.api', acceptGate: true }]);
  expect(body).toMatchObject({ as_of: null, accept_gate: true });
});

it.each([
  ['invalid JSON', { body: '{' }, ''],
  ['an array', { body: '[]' }, ''],
  ['an invalid date', { body: '{"as_of":"2026-02-30"}' }, 'as_of'],
  ['an accept_gate that is not a boolean', { body: '{"accept_gate":"yes"}' }, 'accept_gate'],
  ['an unknown field', { body: '{"asof":"2026-07-31"}' }, 'asof'],
  ['a query', { queryStringParameters: { force: '1' } }, 'force'],
])('rejects %s and starts nothing', async (_, parts, field) => {
  const { status, body } = await post(parts as Partial<APIGatewayProxyEventV2>);

  expect(status).toBe(400);
  expect(body).toMatchObject({ type: 'urn:strata:problem:invalid-request', errors: [{ field }] });
  expect(started).toEqual([]);
});

describe('the audit log', () => {
  it('has the client, the time and the status', async () => {
    await post({ body: '{"as_of":"2026-07-31"}' });

    const [entry, ...others] = strata.audit();
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ operation: 'startRun', client_id: 'crm', status: 202 });
    expect(entry).toMatchObject({ pk: `AUDIT#${entry?.at.slice(0, 7)}`, sk: `${entry?.at}#${entry?.request_id}` });
  });

  it('includes failed writes', async () => {
    machineFails = true;
    const { status } = await post();

    expect(status).toBe(500);
    expect(strata.audit()).toMatchObject([{ operation: 'startRun', status: 500 }]);
  });

  it('excludes invalid requests', async () => {
    await post({ body: '{' });

    expect(strata.audit()).toEqual([]);
  });

  it('is written first: if that fails, nothing else is written', async () => {
    const { api } = await import('../../../../shared/http/api.ts');
    const written: string[] = [];
    const handler = api(
      'start-run',
      {
        'POST /v1/runs': async () => {
          written.push('run');
          return { statusCode: 202 };
        },
      },
      { record: () => Promise.reject(new Error('no table')) },
    );
    const { statusCode } = await handler(apiEvent('POST /v1/runs'), {} as never);

    expect({ statusCode, written }).toEqual({ statusCode: 500, written: [] });
  });

  it('is required: without it, routes that write are not served', async () => {
    const { api } = await import('../../../../shared/http/api.ts');
    const handler = api('start-run', { 'POST /v1/runs': async () => ({ statusCode: 202 }) });

    expect((await handler(apiEvent('POST /v1/runs'), {} as never)).statusCode).toBe(404);
  });
});

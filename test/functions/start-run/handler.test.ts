import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startAwsJson } from '../../../local/aws-json.ts';
import type { Service } from '../../../local/service.ts';
import { STATE_MACHINE_ARN } from '../../../local/workflow.ts';
import { apiEvent } from '../query-api/api-table.ts';

// biome-ignore lint/suspicious/noExplicitAny: a test may look into any answer
type Body = any;
const EXECUTION_ARN = 'arn:aws:states:us-east-1:000000000000:execution:segmentation:one';

let service: Service;
let started: Record<string, unknown>[] = [];
let post: (parts?: Partial<APIGatewayProxyEventV2>) => Promise<{ status: unknown; location: unknown; body: Body }>;

beforeAll(async () => {
  service = await startAwsJson({
    'AWSStepFunctions.StartExecution': (input) => {
      started.push(input);
      return { executionArn: EXECUTION_ARN, startDate: 0 };
    },
  });
  Object.assign(process.env, {
    STATE_MACHINE_ARN,
    AWS_ENDPOINT_URL_SFN: service.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  const { handler } = await import('../../../functions/start-run/handler.ts');
  post = async (parts) => {
    const context = { functionName: 'start-run', getRemainingTimeInMillis: () => 30_000 };
    const { statusCode, headers, body } = await handler(apiEvent('POST /v1/runs', parts), context as never);
    return { status: statusCode, location: headers?.location, body: JSON.parse(body ?? '') };
  };
});

beforeEach(() => {
  started = [];
});

afterAll(() => service.close());

it('starts the state machine and names the execution', async () => {
  const { status, location, body } = await post();

  expect({ status, location }).toEqual({ status: 202, location: '/v1/runs' });
  expect(body.execution_arn).toBe(EXECUTION_ARN);
  expect(started).toMatchObject([{ stateMachineArn: STATE_MACHINE_ARN, input: '{"source":"strata.api"}' }]);
});

it.each([
  ['plain', { body: '{"as_of":"2026-07-31"}' }],
  ['base64', { body: Buffer.from('{"as_of":"2026-07-31"}').toString('base64'), isBase64Encoded: true }],
])('passes on the day that a %s body asks for', async (_, parts) => {
  await post(parts);

  expect(started[0]?.input).toBe('{"source":"strata.api","asOf":"2026-07-31"}');
});

it('passes on that what the gate finds is accepted, and says so', async () => {
  const { body } = await post({ body: '{"accept_gate":true}' });

  expect(started[0]?.input).toBe('{"source":"strata.api","acceptGate":true}');
  expect(body).toMatchObject({ as_of: null, accept_gate: true });
});

it.each([
  ['no JSON', { body: '{' }, ''],
  ['no object', { body: '[]' }, ''],
  ['a day that does not exist', { body: '{"as_of":"2026-02-30"}' }, 'as_of'],
  ['an acceptance that is neither true nor false', { body: '{"accept_gate":"yes"}' }, 'accept_gate'],
  ['a member that is not known', { body: '{"asof":"2026-07-31"}' }, 'asof'],
  ['a query', { queryStringParameters: { force: '1' } }, 'force'],
])('refuses %s and starts nothing', async (_, parts, field) => {
  const { status, body } = await post(parts as Partial<APIGatewayProxyEventV2>);

  expect(status).toBe(400);
  expect(body).toMatchObject({ type: 'urn:strata:problem:invalid-request', errors: [{ field }] });
  expect(started).toEqual([]);
});

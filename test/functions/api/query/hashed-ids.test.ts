import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hashedId } from '../../../../shared/domain/privacy/hashed-id.ts';
import { encodeCustomerId } from '../../../../shared/http/resources/customer-id.ts';
import { connectHandlers } from '../../handlers.ts';
import { apiEvent, each, memoryTables, state, succeededRun } from './api-table.ts';

const RUN = '20260801T000000000Z-00000001';
const key = 'f0e1d2c3b4a59687'.repeat(4);
const hash = hashedId(Buffer.from(key), 'wang@example.com');

let tables: ReturnType<typeof memoryTables>;
let keyRequests = 0;

/** Calls a function that has not fetched the key yet. */
let call: (id: string) => Promise<{ status: number | undefined; text: string; body: { customer_id: string } }>;

beforeAll(async () => {
  tables = memoryTables();
  const { items, runs, customers } = tables.newTable();
  await runs.putRun(succeededRun(RUN));
  const states = [state('17850', 'VIP', 99), state(hash, 'VIP', 98)];
  const changes = states.map((state) => ({ state, before: undefined, tierChange: undefined }));
  await customers.write(RUN, 0, each(changes));
  await runs.makeCurrent(RUN);
  await connectHandlers({
    table: items,
    idKey: async () => {
      keyRequests++;
      return Buffer.from(key);
    },
  });
  const { handler } = await import('../../../../functions/api/query/handler.ts');
  call = async (id) => {
    const context = { functionName: 'query-api', getRemainingTimeInMillis: () => 30_000 };
    const event = apiEvent('GET /v1/customers/{id}', { pathParameters: { id: encodeCustomerId(id) } });
    const { statusCode, body: text = '' } = await handler(event, context as never);
    return { status: statusCode, text, body: JSON.parse(text) };
  };
});

afterAll(() => tables.close());

beforeEach(() => {
  keyRequests = 0;
});

describe('a customer', () => {
  it.each(['17850', hash])('stored under the requested id, %s, is found without the key', async (id) => {
    expect(await call(id)).toMatchObject({ status: 200, body: { customer_id: id } });
    expect(keyRequests).toBe(0);
  });

  it('is not looked up twice when the requested id is a hash', async () => {
    expect((await call(`hmac:${'0'.repeat(32)}`)).status).toBe(404);
    expect(keyRequests).toBe(0);
  });

  it('stored under a hash is found by any spelling of the original id', async () => {
    const responses = await Promise.all(['wang@example.com', 'Wang@Example.COM', ' wang@example.com '].map(call));

    expect(responses.map(({ status, body }) => [status, body.customer_id])).toEqual(Array(3).fill([200, hash]));
    expect(responses.map(({ text }) => text).join()).not.toMatch(/wang/i);
    // The key is read once, as on AWS.
    expect(keyRequests).toBe(1);
  });

  it('that is unknown is not named in the response', async () => {
    const { status, text } = await call('li@example.com');

    expect(status).toBe(404);
    expect(text).not.toContain('li@example.com');
  });
});

import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeCustomerId } from '../../shared/http/resources/customer-id.ts';
import { filesThatContain } from '../local/raw-bytes.ts';
import { startEmbeddedApi } from './embedded-api.ts';

const PERSON = '顾客/7';

let api: Awaited<ReturnType<typeof startEmbeddedApi>>;
beforeAll(async () => {
  api = await startEmbeddedApi();
});
afterAll(() => api.close());

async function call(method: string, path: string, body?: object) {
  const headers = { authorization: `Bearer ${api.token}` };
  const response = await fetch(`${api.url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  // biome-ignore lint/suspicious/noExplicitAny: the assertions check the body
  return { status: response.status, body: (await response.json()) as any };
}
const person = `/v1/customers/${encodeCustomerId(PERSON)}`;

async function callAndWait(...request: Parameters<typeof call>) {
  const response = await call(...request);
  await api.cloud.workflow.idle();
  return response;
}

/** Files of the data directory that contain the customer's id. */
const traces = async () => (await filesThatContain(api.cloud.directory.root, [PERSON]))[PERSON] ?? [];

/** Uploads an order of the person that is rejected. */
async function uploadBadRow(): Promise<void> {
  const file = join(tmpdir(), `strata-bad-row-${process.pid}.csv`);
  await writeFile(file, `order_id,customer_id,order_date,amount\nbad,${PERSON},someday,1\ngood,10001,2026-06-01,1\n`);
  await api.cloud.inbox.store(file, 'inbox/orders/bad.csv', 'text/csv');
}

it('an erased customer is in no byte of the data directory after the next run, and all others stay', async () => {
  // Leaves the customer in quarantine, in an override, in an event and in the movers of a what-if.
  await uploadBadRow();
  await call('PUT', `${person}/override`, { kind: 'pin', tier: 'standard', reason: 'a test', author: 'tests' });
  await callAndWait('POST', '/v1/runs', { accept_gate: true });
  const tiers = ['top', 'rest'].map((name) => ({
    name,
    label: { en: name, zh: name },
    ...(name === 'top' && { share: 0.5 }),
  }));
  await callAndWait('POST', '/v1/what-if', { policy: { tiers } });
  const before = await call('GET', '/v1/runs?limit=1');
  const places = (await traces()).map((file) => file.replace(/^objects\/lake\/([^/]+).*/, '$1'));
  expect(places).toEqual(
    expect.arrayContaining(['events.jsonl', 'strata.db-wal', 'clean', 'quarantine', 'runs', 'what-if']),
  );

  const asked = new Date().toISOString();
  expect((await call('DELETE', person)).status).toBe(202);
  expect((await call('GET', person)).status).toBe(404);
  const held = await call('GET', `${person}/export`);
  expect(held.body.state).toBeNull();
  const times = [asked, held.body.erasure_asked_at, new Date().toISOString()];
  expect(times).toEqual(times.toSorted());
  expect(held.body.rows.orders).not.toEqual([]);
  await callAndWait('POST', '/v1/runs');

  expect(await traces()).toEqual([]);
  expect((await call('GET', `${person}/export`)).status).toBe(404);
  const after = await call('GET', '/v1/runs');
  const [now, then] = after.body.runs;
  expect(then.summary).toEqual(before.body.runs[0].summary);
  expect(now.summary.customers).toBe(then.summary.customers - 1);
});

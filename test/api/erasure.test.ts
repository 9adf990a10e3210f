import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { duckdb } from '../../shared/adapters/duckdb/duckdb.ts';
import { quotedString } from '../../shared/domain/sql/quoting.ts';
import { storedItems } from '../functions/stored-items.ts';
import { startEmbeddedApi } from './embedded-api.ts';

const PERSON = '顾客/7';

let api: Awaited<ReturnType<typeof startEmbeddedApi>>;
beforeAll(async () => {
  api = await startEmbeddedApi();
});
afterAll(() => api.close());

async function call(method: string, path: string) {
  const response = await fetch(`${api.url}${path}`, { method, headers: { authorization: `Bearer ${api.token}` } });
  // biome-ignore lint/suspicious/noExplicitAny: the assertions check the body
  return { status: response.status, body: (await response.json()) as any };
}
const person = `/v1/customers/${encodeURIComponent(PERSON)}`;

/** Objects and items that contain the customer's id. */
async function traces(): Promise<string[]> {
  const found: string[] = [];
  for (const { key } of await api.cloud.lake.list('')) {
    if ((await textOf(key)).includes(PERSON)) found.push(key);
  }
  const items = storedItems(api.cloud.database);
  return [
    ...found,
    ...items.filter((item) => JSON.stringify(item).includes(PERSON)).map(({ pk, sk }) => `${pk} ${sk}`),
  ];
}

const textOf = (key: string) =>
  duckdb(200)(async (database) => {
    const file = join(database.directory, 'object');
    await api.cloud.lake.download(key, file);
    const read = key.endsWith('.parquet') ? `read_parquet(${quotedString(file)})` : `read_text(${quotedString(file)})`;
    const rows: unknown[] = [];
    for await (const chunk of database.chunks(`from ${read}`)) rows.push(...chunk);
    return JSON.stringify(rows);
  });

it('an erased customer is nowhere in lake and table after the next run, and all others stay', async () => {
  const before = await call('GET', '/v1/runs?limit=1');
  expect(await traces()).not.toEqual([]);

  const asked = new Date().toISOString();
  expect((await call('DELETE', person)).status).toBe(202);
  expect((await call('GET', person)).status).toBe(404);
  const held = await call('GET', `${person}/export`);
  expect(held.body.state).toBeNull();
  const times = [asked, held.body.erasure_asked_at, new Date().toISOString()];
  expect(times).toEqual(times.toSorted());
  expect(held.body.rows.orders).not.toEqual([]);
  await call('POST', '/v1/runs');
  await api.cloud.workflow.idle();

  expect(await traces()).toEqual([]);
  expect((await call('GET', `${person}/export`)).status).toBe(404);
  const after = await call('GET', '/v1/runs');
  const [now, then] = after.body.runs;
  expect(then.summary).toEqual(before.body.runs[0].summary);
  expect(now.summary.customers).toBe(then.summary.customers - 1);
});

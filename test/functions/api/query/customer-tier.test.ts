import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getCustomerTier } from '../../../../functions/api/query/customer-tier.ts';
import { readOptimistically } from '../../../../shared/adapters/tables/optimistic-read.ts';
import { each, memoryTables, state, succeededRun } from './api-table.ts';

const FIRST = '20260801T000000000Z-00000001';
const SECOND = '20260901T000000000Z-00000002';

let server: ReturnType<typeof memoryTables>;
let strata: ReturnType<typeof server.newTable>;
let now = '2026-08-10T12:00:00Z';

beforeAll(async () => {
  server = memoryTables();
});
afterAll(() => server.close());

beforeEach(async () => {
  now = '2026-08-10T12:00:00Z';
  strata = server.newTable();
  await strata.runs.putRun(succeededRun(FIRST));
  await strata.customers.write(
    FIRST,
    0,
    each([{ state: state('17850', 'VIP', 99), before: undefined, tierChange: undefined }]),
  );
  await strata.runs.makeCurrent(FIRST);
});

const schedule = { day: 1, hour: 3, timeZone: 'Etc/UTC' };
const noKey = async () => Buffer.from('a key');

const read = (id: string) => readOptimistically(strata.as('api/query').items, id, Date.parse(now));

async function request(headers: Record<string, string> = {}) {
  const handler = getCustomerTier(strata.as('api/query'), noKey, read, {
    schedule,
    maxSeconds: 3600,
    now: () => Date.parse(now),
  });
  const response = await handler({ path: { id: '17850' }, query: {}, body: {}, headers });
  return { status: response.statusCode, headers: response.headers ?? {}, body: response.body };
}

describe("a customer's tier", () => {
  it('comes with its reason and its run', async () => {
    const { body } = await request();

    expect(JSON.parse(body ?? '')).toEqual({
      control: false,
      customer_id: '17850',
      tier: 'VIP',
      previous_tier: null,
      tier_since: '2026-07-31',
      tier_reason: 'as the test wants it',
      tier_reason_zh: '如测试所愿',
      value_score: 99,
      segment: 'Champions',
      override: null,
      missing_since: null,
      run_id: FIRST,
      as_of: '2026-07-31',
    });
  });

  it('shows the override in force as published by the run', async () => {
    const override = { kind: 'floor', tier: 'VIP', reason: 'why', author: 'who', expires_on: '2026-12-31' };
    const columns = Object.fromEntries(
      Object.entries(override).map(([member, value]) => [`override_${member}`, value]),
    );
    const overridden = { state: state('17850', 'VIP', 99, columns), before: undefined, tierChange: undefined };
    await strata.customers.write(FIRST, 0, each([overridden]));

    expect(JSON.parse((await request()).body ?? '')).toMatchObject({ tier: 'VIP', override });
  });

  it.each([
    ['2026-08-10T12:00:00Z', 3600],
    ['2026-09-01T02:30:00Z', 1800],
    ['2026-09-01T02:59:59Z', 1],
  ])('requested at %s is cacheable for %i seconds: until the next run, at most an hour', async (instant, seconds) => {
    now = instant;

    expect((await request()).headers['cache-control']).toBe(`private, max-age=${seconds}, must-revalidate`);
  });

  it('is not cacheable while a run is being published', async () => {
    await strata.runs.beginPublishing(SECOND);

    expect((await request()).headers['cache-control']).toBe('private, max-age=0, must-revalidate');
  });

  it.each([(etag: string) => etag, (etag: string) => `"other", W/${etag}`, () => '*'])(
    'is not sent again to a client that has it',
    async (ifNoneMatch) => {
      const { headers } = await request();
      const again = await request({ 'if-none-match': ifNoneMatch(String(headers.etag)) });

      expect(again).toEqual({
        status: 304,
        headers: { etag: headers.etag, 'cache-control': headers['cache-control'] },
        body: undefined,
      });
    },
  );

  it('is sent again after the next run has replaced it', async () => {
    const { headers } = await request();
    await strata.runs.putRun({ ...succeededRun(SECOND), as_of: '2026-08-31' });
    await strata.runs.makeCurrent(SECOND);
    const again = await request({ 'if-none-match': String(headers.etag) });

    expect(again.status).toBe(200);
    expect(JSON.parse(again.body ?? '')).toMatchObject({ run_id: SECOND, as_of: '2026-08-31' });
  });
});

describe('an optimistic read', () => {
  const seen = { as_of: '2026-07-31', since: '2026-08-01T00:05:00.000Z' };
  beforeEach(() => strata.runs.makeCurrent(FIRST, seen));

  it('gives the same result as a consistent read once the run has been current for a minute', async () => {
    const optimistic = await request();
    await strata.runs.makeCurrent(FIRST);

    expect(await read('17850')).toBeUndefined();
    expect(await request()).toEqual(optimistic);
  });

  it('shows that a run is being published', async () => {
    await strata.runs.beginPublishing(SECOND);

    expect(await read('17850')).toMatchObject({ run: { run_id: FIRST, as_of: '2026-07-31' }, isPublishing: true });
  });

  it('is undecided when the run has only just become current', async () => {
    now = '2026-08-01T00:05:59.999Z';

    expect(await read('17850')).toBeUndefined();
    expect((await request()).status).toBe(200);
  });

  it('is undecided for a customer that a later run has written, and for an unknown one', async () => {
    await strata.runs.beginPublishing(SECOND);
    const change = { state: state('17850', 'standard', 1), before: state('17850', 'VIP', 99), tierChange: undefined };
    await strata.customers.write(SECOND, 0, each([change]));

    expect([await read('17850'), await read('nobody')]).toEqual([undefined, undefined]);
    expect(JSON.parse((await request()).body ?? '')).toMatchObject({ tier: 'VIP', run_id: FIRST });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { endOverride, setOverride } from '../../../../functions/api/override/override.ts';
import { getCustomer } from '../../../../functions/api/query/customer.ts';
import { hashedId } from '../../../../shared/domain/privacy/hashed-id.ts';
import type { ApiResponse } from '../../../../shared/http/response.ts';
import { each, memoryTables, state, succeededRun } from '../query/api-table.ts';

const RUN = '20260801T000000000Z-00000001';
const NOW = '2026-08-15T10:00:00.000Z';
const key = Buffer.from('a key');
const idSecret = async () => key;
const floor = { kind: 'floor', tier: 'VIP', reason: 'why', author: 'who', expires_on: '2026-12-31' } as const;
const published = Object.fromEntries(Object.entries(floor).map(([member, value]) => [`override_${member}`, value]));
const from = { run_id: RUN, as_of: '2026-07-31' };

let server: ReturnType<typeof memoryTables>;
let strata: ReturnType<typeof server.newTable>;
beforeAll(async () => {
  server = memoryTables();
});
afterAll(() => server.close());

beforeEach(async () => {
  strata = server.newTable();
  const hashed = hashedId(key, 'wang@example.com');
  const states = [state('17850', 'standard', 20), state(hashed, 'VIP', 99), state('floored', 'VIP', 20, published)];
  await strata.runs.putRun(succeededRun(RUN));
  await strata.customers.write(
    RUN,
    0,
    each(states.map((one) => ({ state: one, before: undefined, tierChange: undefined }))),
  );
  await strata.runs.makeCurrent(RUN);
});

const pin = { kind: 'pin', tier: 'VIP', reason: 'partner', author: 'Li Na', expires_on: null } as const;
const requestFor = (id: string) => ({ path: { id }, query: {}, body: {}, headers: {} });
const parsed = ({ statusCode, body }: ApiResponse) => ({
  status: statusCode,
  body: JSON.parse(body ?? ''),
});

const set = async (id: string, body: Parameters<ReturnType<typeof setOverride>>[0]['body'], now = NOW) =>
  parsed(await setOverride({ ...strata.as('api/override', idSecret), now: () => now })({ ...requestFor(id), body }));
const end = async (id: string, now = NOW) =>
  parsed(await endOverride({ ...strata.as('api/override', idSecret), now: () => now })(requestFor(id)));
const shown = async (id: string) =>
  parsed(await getCustomer(strata.as('api/query'), idSecret, strata.as('api/query').overrides)(requestFor(id))).body
    .override;

describe('an override', () => {
  it('applies from the next run on and shows as waiting immediately', async () => {
    expect(await set('17850', pin)).toEqual({
      status: 202,
      body: { ...from, customer_id: '17850', override: pin, set_at: NOW, effective: 'with-the-next-run' },
    });
    expect(await shown('17850')).toEqual({ in_force: null, waiting: { ...pin, set_at: NOW } });
  });

  it('replaces an earlier one', async () => {
    await set('17850', pin);
    const { set_at } = (await set('17850', { ...floor, expires_on: null })).body;

    expect(await strata.overrides.all()).toEqual([{ ...floor, expires_on: null, customer_id: '17850', set_at }]);
  });

  it('is later than the one before and than the run, even if the clock was put back', async () => {
    await set('17850', pin);
    expect((await end('17850', '2026-08-15T09:59:00.000Z')).body.set_at).toBe('2026-08-15T10:00:00.001Z');
    expect((await set('floored', pin, '2026-07-31T23:00:00.000Z')).body.set_at).toBe('2026-08-01T00:00:00.001Z');
  });

  it('is stored under the hashed id, with personal identifiers masked', async () => {
    await set('Wang@example.com', { ...pin, reason: 'call 13800138000', author: 'li.na@shop.cn' });

    const customer_id = hashedId(key, 'wang@example.com');
    const written = { ...pin, reason: 'call [telephone]', author: 'li.na' };
    expect(await strata.overrides.all()).toEqual([{ ...written, customer_id, set_at: NOW }]);
  });

  it('is rejected for an unknown customer', async () => {
    await expect(set('17851', pin)).rejects.toMatchObject({ kind: 'customer-not-found', members: { run_id: RUN } });
    await expect(end('17851')).rejects.toMatchObject({ kind: 'customer-not-found' });
    await expect(end('顾'.repeat(500))).rejects.toMatchObject({ kind: 'customer-not-found' });
    expect(await strata.overrides.all()).toEqual([]);
  });

  it('is rejected with an unknown tier, listing the tiers of the run', async () => {
    await expect(set('17850', { ...pin, tier: 'platinum' })).rejects.toMatchObject({
      kind: 'tier-not-found',
      members: { ...from, tiers: ['VIP', 'standard'], errors: [{ field: 'tier' }] },
    });
  });

  it('is rejected once its last day is over in every time zone, and accepted before', async () => {
    await expect(set('17850', { ...pin, expires_on: '2026-08-13' })).rejects.toMatchObject({
      kind: 'invalid-request',
      members: { errors: [{ field: 'expires_on' }] },
    });
    expect((await set('17850', { ...pin, expires_on: '2026-08-14' }, '2026-08-15T11:59:59.000Z')).status).toBe(202);
  });
});

describe('the end of an override', () => {
  it('is stored, so that it also ends an override from a file, and shows as waiting', async () => {
    expect(await end('floored')).toEqual({
      status: 202,
      body: { ...from, customer_id: 'floored', set_at: NOW, effective: 'with-the-next-run' },
    });
    expect(await strata.overrides.all()).toEqual([{ kind: 'none', customer_id: 'floored', set_at: NOW }]);
    expect(await shown('floored')).toEqual({ in_force: floor, waiting: { kind: 'none', set_at: NOW } });
  });

  it('does not wait when no override is in force', async () => {
    await set('17850', pin);
    await end('17850');

    expect(await shown('17850')).toEqual({ in_force: null, waiting: null });
  });

  it('is accepted for a customer who is no longer in the run', async () => {
    await strata.overrides.put({ ...pin, customer_id: 'gone', set_at: NOW });

    expect((await end('gone')).status).toBe(202);
  });
});

describe('a waiting override', () => {
  it('does not include an entry from before the run', async () => {
    await strata.overrides.put({ ...pin, customer_id: 'floored', set_at: '2026-07-31T23:58:59.000Z' });

    expect(await shown('floored')).toEqual({ in_force: floor, waiting: null });
  });

  it('does not include an entry from just before the run that is already in force', async () => {
    const set_at = '2026-07-31T23:59:59.000Z';
    await strata.overrides.put({ ...floor, customer_id: 'floored', set_at });
    await strata.overrides.put({ ...pin, customer_id: '17850', set_at });

    expect((await shown('floored')).waiting).toBeNull();
    expect((await shown('17850')).waiting).toMatchObject(pin);
  });
});

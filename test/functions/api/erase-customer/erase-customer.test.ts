import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eraseCustomer } from '../../../../functions/api/erase-customer/erase-customer.ts';
import { auditLog } from '../../../../shared/adapters/tables/audit-log.ts';
import { erasureTable } from '../../../../shared/adapters/tables/erasure-table.ts';
import { hashedId } from '../../../../shared/domain/privacy/hashed-id.ts';
import { completeErasures, removeErased } from '../../../../shared/run/erasures.ts';
import { each, memoryTables, state, succeededRun } from '../query/api-table.ts';

const RUN = '20260801T000000000Z-00000001';
const NEXT = '20260901T000000000Z-00000002';
const NOW = '2026-08-15T10:00:00.000Z';
const next = { run_id: NEXT, started_at: '2026-09-01T00:00:00.000Z' };
const key = Buffer.from('a key');
/** A lake without files. */
const lake = { list: async () => [], remove: async () => {} };

let server: ReturnType<typeof memoryTables>;
let strata: ReturnType<typeof server.newTable>;
let erasures: ReturnType<typeof erasureTable>;

beforeAll(async () => {
  server = memoryTables();
});
afterAll(() => server.close());

const change = {
  from: 'gold',
  from_since: '2026-01-31',
  to: 'VIP',
  cause: 'behaviour changed' as const,
  reason: 'more',
  reason_zh: '更多',
};
const changeIn = (runId: string, id: string) => ({
  state: state(id, 'VIP', 99),
  before: undefined,
  tierChange: { run_id: runId, as_of: '2026-07-31', ...change },
});

beforeEach(async () => {
  strata = server.newTable();
  erasures = erasureTable(strata.items);
  await strata.runs.putRun(succeededRun(RUN));
  const ids = ['17850', hashedId(key, 'wang@example.com'), 'other'];
  await strata.customers.write(RUN, 0, each(ids.map((id) => changeIn(RUN, id))));
  await strata.runs.makeCurrent(RUN);
});

/** What `close-run` completes erasures with. */
function closing() {
  const { erasures, items } = strata.as('stages/close-run');
  return { lake, erasures, audit: auditLog(items), now: () => NOW };
}

let number = 0;
async function remove(id: string) {
  const newId = () => `erasure-${++number}`;
  const handler = eraseCustomer({
    ...strata.as('api/erase-customer', async () => key),
    now: () => NOW,
    newId,
  });
  const { statusCode, body } = await handler({ path: { id }, query: {}, body: {}, headers: {} });
  return { status: statusCode, body: JSON.parse(body ?? '') };
}
const seen = async (id: string) => strata.customers.view(await strata.runs.getCurrent()).customer(id);

describe('an erasure', () => {
  it('removes the customer and the history from the table immediately', async () => {
    const { status, body } = await remove('17850');

    expect(status).toBe(202);
    expect(body).toEqual({
      run_id: RUN,
      as_of: '2026-07-31',
      erasure_id: expect.stringMatching(/^erasure-/),
      asked_at: NOW,
      items_removed: 2,
      lake: 'with-the-next-run',
    });
    expect(await strata.customers.holds('17850')).toBe(false);
    expect(await seen('other')).toMatchObject({ tier: 'VIP' });
  });

  it('removes overrides, immediately and after a run that was in progress', async () => {
    const override = { kind: 'pin', tier: 'VIP', reason: 'why', author: 'who', expires_on: null } as const;
    const entry = { ...override, customer_id: '17850', set_at: NOW };
    await strata.overrides.put(entry);
    await strata.overrides.put({ ...entry, customer_id: 'other' });
    await remove('17850');
    expect(await strata.overrides.all()).toMatchObject([{ customer_id: 'other' }]);

    await strata.overrides.put(entry);
    await removeErased(strata.as('stages/erase'));
    expect(await strata.overrides.all()).toMatchObject([{ customer_id: 'other' }]);
  });

  it('accepts a customer who only has an override', async () => {
    await strata.overrides.put({ kind: 'none', customer_id: 'gone', set_at: NOW });

    expect(await remove('gone')).toMatchObject({ status: 202, body: { items_removed: 0 } });
    expect(await strata.overrides.all()).toEqual([]);
  });

  it('is recorded for the next run under the stored hash', async () => {
    await remove('Wang@example.com');

    expect(await erasures.pending()).toMatchObject([{ customer_id: hashedId(key, 'wang@example.com'), asked_at: NOW }]);
  });

  it('returns the first erasure when requested again', async () => {
    const first = await remove('17850');
    const second = await remove('17850');

    expect(second).toMatchObject({ status: 202, body: { erasure_id: first.body.erasure_id, items_removed: 0 } });
    expect(await erasures.pending()).toHaveLength(1);
  });

  it('removes a customer again that a run in progress has rewritten, and stays pending for the next run', async () => {
    await strata.runs.beginPublishing(NEXT);
    await remove('17850');
    await strata.customers.write(NEXT, 0, each([changeIn(NEXT, '17850')]));
    await removeErased(strata.as('stages/erase'));
    await strata.runs.makeCurrent(NEXT);
    await completeErasures(next, closing());

    expect(await seen('17850')).toBeUndefined();
    expect(await erasures.pending()).toHaveLength(1);
  });

  it('leaves only an audit entry without the customer once it is complete', async () => {
    const { body } = await remove('17850');
    const [erasure] = await erasures.pending();
    if (erasure) await erasures.put({ ...erasure, erased_by: NEXT });
    await completeErasures(next, closing());

    expect(await erasures.pending()).toEqual([]);
    const audit = strata.audit();
    expect(audit).toMatchObject([
      { request_id: body.erasure_id, operation: 'completeErasure', client_id: `run ${NEXT}` },
    ]);
    expect(JSON.stringify(audit)).not.toContain('17850');
  });
});

it('rejects an erasure for an unknown id', async () => {
  await expect(remove('nobody')).rejects.toMatchObject({ kind: 'customer-not-found', members: { run_id: RUN } });
  expect(await erasures.pending()).toEqual([]);
});

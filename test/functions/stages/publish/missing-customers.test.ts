import { afterEach, beforeEach, expect, it } from 'vitest';
import { runFiles } from '../../../../shared/domain/run/runs.ts';
import { readParquet, type Services, startServices } from '../../services.ts';
import { customer, FIRST, historyOf, published, SECOND, seenOf, THIRD } from './runs.ts';

let services: Services;
beforeEach(async () => {
  services = await startServices();
});
afterEach(() => services.close());

const both = [customer('a', 'VIP', 90), customer('b', 'gold', 60)];
const without = [customer('a', 'VIP', 90)];
const keeps = (keepMonths: number | null) => ({ publish: { vanished: { keepMonths } } });
const item = async (customerId: string) =>
  (await services.items.getAll([{ pk: `CUSTOMER#${customerId}`, sk: 'STATE' }]))[0];

async function completed(runId: string, customers: readonly object[], asOf: string, policy: object = {}) {
  const publication = await published(services, runId, customers, { asOf, policy });
  await services.runs.makeCurrent(runId);
  return publication;
}

async function listed(tier: string): Promise<string[]> {
  const { customers } = await services.customers.view(await services.runs.getCurrent()).listTier(tier, 100);
  return customers.map(({ customer_id }) => customer_id);
}

it("keeps missing customers with their last tier and the date, and in the tier's list", async () => {
  await completed(FIRST, both, '2026-04-30');
  const { items, vanished } = await completed(SECOND, without, '2026-05-31');

  expect({ items, vanished }).toEqual({ items: 1, vanished: { kept: 1, new: 1, returned: 0, removed: 0 } });
  expect(await seenOf(services, 'b')).toMatchObject({ tier: 'gold', value_score: 60, missing_since: '2026-05-31' });
  expect(await seenOf(services, 'a')).toMatchObject({ missing_since: null });
  expect([await listed('gold'), await historyOf(services, 'b')]).toEqual([['b'], []]);
});

it('neither publishes nor misses customers with a pending erasure', async () => {
  await completed(FIRST, both, '2026-04-30');
  const ask = (customer_id: string) =>
    services.erasures.put({ erasure_id: customer_id, customer_id, asked_at: '2026-05-01T00:00:00.000Z' });
  await ask('b');
  await ask("c's");
  const { items, vanished } = await completed(SECOND, [...without, customer("c's", 'gold', 60)], '2026-05-31');

  expect({ items, vanished }).toEqual({ items: 0, vanished: { kept: 0, new: 0, returned: 0, removed: 0 } });
  const rows = await readParquet(services, runFiles.published(SECOND, 0), 'select customer_id from it');
  expect(rows).toEqual([{ customer_id: 'a' }]);
});

it('shows customers as missing only once the run without them is visible', async () => {
  await completed(FIRST, both, '2026-04-30');
  await published(services, SECOND, without, { asOf: '2026-05-31' });

  expect(await seenOf(services, 'b')).toMatchObject({ tier: 'gold', missing_since: null });
});

it('writes missing customers once, not with every run', async () => {
  await completed(FIRST, both, '2026-04-30');
  await completed(SECOND, without, '2026-05-31');
  const { items, vanished } = await completed(THIRD, without, '2026-06-30');

  expect({ items, vanished }).toEqual({ items: 0, vanished: { kept: 1, new: 0, returned: 0, removed: 0 } });
  expect(await seenOf(services, 'b')).toMatchObject({ missing_since: '2026-05-31' });
});

it('unmarks customers who return, with a tier change from the tier that was kept', async () => {
  await completed(FIRST, both, '2026-04-30');
  await completed(SECOND, without, '2026-05-31');
  const { vanished } = await completed(THIRD, [...without, customer('b', 'VIP', 95)], '2026-06-30');

  expect(vanished).toEqual({ kept: 0, new: 0, returned: 1, removed: 0 });
  expect(await seenOf(services, 'b')).toMatchObject({ tier: 'VIP', missing_since: null });
  expect(await historyOf(services, 'b')).toMatchObject([{ run_id: THIRD, from: 'gold', to: 'VIP' }]);
});

it('keeps the customers of a bucket without any data', async () => {
  await completed(FIRST, both, '2026-04-30');
  const { vanished } = await completed(SECOND, [], '2026-05-31');

  expect(vanished).toMatchObject({ kept: 2, new: 2 });
  expect(await listed('VIP')).toEqual(['a']);
});

it.each([
  ['the day before so many months have passed', '2026-07-30', true],
  ['until so many months have passed', '2026-07-31', false],
])('keeps customers %s', async (_, asOf, isKept) => {
  await completed(FIRST, both, '2026-04-30');
  await completed(SECOND, without, '2026-05-31');
  const { vanished } = await completed(THIRD, without, asOf, keeps(2));

  expect(vanished).toEqual({ kept: Number(isKept), new: 0, returned: 0, removed: Number(!isKept) });
  expect([(await seenOf(services, 'b'))?.tier, await listed('gold')]).toEqual(
    isKept ? ['gold', ['b']] : [undefined, []],
  );
});

it('removes customers for readers of the new run only, and keeps their history', async () => {
  await completed(FIRST, both, '2026-04-30');
  await completed(SECOND, [customer('a', 'VIP', 90), customer('b', 'VIP', 95)], '2026-05-31');
  await published(services, THIRD, without, { asOf: '2026-06-30', policy: keeps(0) });
  const before = [(await seenOf(services, 'b'))?.tier, await listed('VIP')];
  await services.runs.makeCurrent(THIRD);

  expect(before).toEqual(['VIP', ['b', 'a']]);
  expect([await seenOf(services, 'b'), await listed('VIP')]).toEqual([undefined, ['a']]);
  expect(await historyOf(services, 'b')).toMatchObject([{ run_id: SECOND, from: 'gold', to: 'VIP' }]);
});

it('deletes the item of a removed customer with the next run', async () => {
  await completed(FIRST, both, '2026-04-30');
  await completed(SECOND, without, '2026-05-31', keeps(0));
  expect(await item('b')).toMatchObject({ run_id: SECOND });
  await completed(THIRD, without, '2026-06-30', keeps(0));

  expect(await item('b')).toBeUndefined();
});

it('treats a removed customer who returns as new', async () => {
  await completed(FIRST, both, '2026-04-30');
  await completed(SECOND, without, '2026-05-31', keeps(0));
  await published(services, THIRD, both, { asOf: '2026-06-30', policy: keeps(0) });
  const before = await seenOf(services, 'b');
  await services.runs.makeCurrent(THIRD);

  expect([before, (await seenOf(services, 'b'))?.tier]).toEqual([undefined, 'gold']);
});

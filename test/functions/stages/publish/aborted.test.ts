import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Services, startServices } from '../../services.ts';
import { customer, FIRST, historyOf, published, SECOND, seenOf, THIRD } from './runs.ts';

let services: Services;
beforeEach(async () => {
  services = await startServices();
  await published(services, FIRST, two);
  await services.runs.makeCurrent(FIRST);
});
afterEach(() => services.close());

const two = [customer('a', 'VIP', 90), customer('b', 'gold', 60)];
const items = (...keys: [string, string][]) =>
  services.items.getAll(keys.map(([id, sk]) => ({ pk: `CUSTOMER#${id}`, sk })));

it('shows no customer who is only in the aborted run', async () => {
  await published(services, SECOND, [...two, customer('stranger', 'VIP', 99)]);
  expect(await items(['stranger', 'STATE'])).toHaveLength(1);
  await published(services, THIRD, two);
  await services.runs.makeCurrent(THIRD);

  expect(await items(['stranger', 'STATE'])).toEqual([]);
  const view = services.customers.view(await services.runs.getCurrent());
  expect((await view.listTier('VIP', 10)).customers.map(({ customer_id }) => customer_id)).toEqual(['a']);
});

it('rolls back what the aborted run wrote about a customer who is now missing', async () => {
  await published(services, SECOND, [customer('a', 'VIP', 90), customer('b', 'VIP', 95)]);
  await published(services, THIRD, [customer('a', 'VIP', 90)], { asOf: '2026-05-31' });
  await services.runs.makeCurrent(THIRD);

  expect(await seenOf(services, 'b')).toMatchObject({ tier: 'gold', value_score: 60, missing_since: '2026-05-31' });
  expect([await historyOf(services, 'b'), await items(['b', `TIER#${SECOND}`])]).toEqual([[], []]);
});

it('restores a customer whom the aborted run was removing', async () => {
  const removes = { publish: { vanished: { keepMonths: 0 } } };
  await published(services, SECOND, [customer('a', 'VIP', 90)], { policy: removes });
  expect((await seenOf(services, 'b'))?.tier).toBe('gold');
  await published(services, THIRD, two);
  await services.runs.makeCurrent(THIRD);

  expect(await seenOf(services, 'b')).toMatchObject({ tier: 'gold', missing_since: null });
});

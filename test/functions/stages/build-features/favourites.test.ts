import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Services, startServices } from '../../services.ts';
import { cleanRows, line } from './clean-rows.ts';

let services: Services;
let rows: ReturnType<typeof cleanRows>;
beforeEach(async () => {
  services = await startServices();
  rows = cleanRows(services);
});
afterEach(() => services.close());

const bought = (amount: number, more: object) => line('A', String(amount), '2026-03-01 08:00:00', amount, more);

it('counts categories and channels, and the share of spend of the top category', async () => {
  await rows.putOrders([
    bought(60, { category: 'tea', channel: 'shop' }),
    bought(30, { category: 'cups', channel: 'web' }),
    bought(10, { category: 'pots', channel: 'web' }),
    bought(900, {}),
  ]);
  const { A } = await rows.build();

  expect(A).toMatchObject({ top_category: 'tea', categories: 3, top_category_share: 0.6, channels: 2 });
  expect(A).toMatchObject({ top_channel: 'shop', online_share: 0.4 });
});

it('recognises online channels by English and Chinese names in any case', async () => {
  await rows.putOrders([
    bought(10, { channel: 'Web' }),
    bought(20, { channel: '小程序' }),
    bought(30, { channel: '天猫' }),
    bought(15, { channel: '门店' }),
    bought(25, { channel: 'offline' }),
  ]);
  const { A } = await rows.build();

  expect(A?.online_share).toBe(0.6);
});

it('recognises additional online channels of the policy', async () => {
  await rows.putOrders([bought(10, { channel: 'Partner Portal' }), bought(30, { channel: 'shop' })]);
  const { A: without } = await rows.build();
  const { A: named } = await rows.build({ features: { onlineChannels: ['partner portal'] } });

  expect([without?.online_share, named?.online_share]).toEqual([0, 0.25]);
});

it('has no share if no purchase has the attribute, or all are free', async () => {
  await rows.putOrders([bought(10, {}), line('B', '1', '2026-03-01 08:00:00', 0, { category: 'tea', channel: 'web' })]);
  const { A, B } = await rows.build();

  expect(A).toMatchObject({ top_category: null, categories: null, top_category_share: null, online_share: null });
  expect(B).toMatchObject({ top_category: 'tea', categories: 1, top_category_share: null, online_share: null });
});

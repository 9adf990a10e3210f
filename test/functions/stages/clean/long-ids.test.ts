import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sqliteTable } from '../../../../local/platform/table.ts';
import { customerTable } from '../../../../shared/adapters/tables/customer-table.ts';
import { hashedId } from '../../../../shared/domain/privacy/hashed-id.ts';
import { findByCustomerId } from '../../../../shared/http/customer-lookup.ts';
import { type Services, startServices } from '../../services.ts';
import { customer, FIRST, published, SECOND, seenOf } from '../publish/runs.ts';
import { cleanUpload } from './clean-upload.ts';

/** 1,015 bytes of UTF-8, the longest id that fits into the sort key of a tier's list: 1,024 − `100.0000#`. */
const longest = `${'顾'.repeat(338)}x`;
const tooLong = `${longest}y`;
const datasets = {
  orders: (id: string) => `customer_id,order_id,order_date,amount\n${id},1,2026-07-01,5\nshort,2,2026-07-01,5`,
  customers: (id: string) => `customer_id,signup_date\n${id},2026-07-01\nshort,2026-07-01`,
  interactions: (id: string) => `customer_id,date,type\n${id},2026-07-01,visit\nshort,2026-07-01,visit`,
  feedback: (id: string) => `customer_id,date,score\n${id},2026-07-01,5\nshort,2026-07-01,1`,
  overrides: (id: string) => `customer_id,kind,tier,reason,author\n${id},pin,gold,why,who\nshort,pin,gold,why,who`,
};

let services: Services;
beforeEach(async () => {
  services = await startServices();
});
afterEach(() => services.close());

it.each(Object.entries(datasets))('keeps the longest id of %s, and rejects a longer one', async (dataset, file) => {
  const key = `inbox/${dataset}/export.csv`;
  const kept = await cleanUpload(file(longest), { key });
  const rejected = await cleanUpload(file(tooLong), { key });

  expect(kept.report).toMatchObject({ kept: 2, quarantined: 0 });
  expect(rejected.report).toMatchObject({ kept: 1, quarantined: 1, reasons: { long_customer_id: 1 } });
});

it('keeps ids of any length where only their hashes are stored', async () => {
  const policy = { privacy: { customerIds: 'hashed' } };
  const { report } = await cleanUpload(datasets.orders(tooLong), { key: 'inbox/orders/export.csv', policy });

  expect(report).toMatchObject({ kept: 2, quarantined: 0 });
});

it('publishes the longest id with the highest score, when it comes and when it moves', async () => {
  await published(services, FIRST, [customer(longest, 'VIP', 100)]);
  await services.runs.makeCurrent(FIRST);
  await published(services, SECOND, [customer(longest, 'gold', 100)]);
  await services.runs.makeCurrent(SECOND);

  expect(await seenOf(services, longest)).toMatchObject({ tier: 'gold' });
});

it('cannot publish a longer one', async () => {
  await expect(published(services, FIRST, [customer(tooLong, 'VIP', 1)])).rejects.toThrow('more than 1024 bytes');
});

it('finds a customer with a longer id by its hash', async () => {
  const database = new DatabaseSync(':memory:');
  const { view } = customerTable(sqliteTable(database));
  const secret = async () => Buffer.from('a key');
  const find = async (id: string) => {
    await view({ run_id: FIRST, unfinished: [] }).customer(id);
    return id === hashedId(await secret(), tooLong.repeat(4)) ? id : undefined;
  };

  expect(await findByCustomerId(tooLong.repeat(4), secret, find)).toBeDefined();
  database.close();
});

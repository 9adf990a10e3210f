import { afterEach, beforeEach, expect, it } from 'vitest';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import type { Table } from '../../../shared/ports/table.ts';
import { waitingUploads } from '../../../shared/run/waiting-uploads.ts';
import { type Services, startServices } from '../../functions/services.ts';

const object = (n: number) => ({
  key: `inbox/${n}.csv`,
  etag: `e${n}`,
  bytes: 1,
  lastModified: new Date(Date.UTC(2026, 7, 1, 0, 0, n)).toISOString(),
});
const numbers = Array.from({ length: 250 }, (_, n) => n);
const inbox = { list: async () => numbers.map(object) } as unknown as ObjectStore;

let services: Services;
beforeEach(async () => {
  services = await startServices();
  for (const n of numbers.slice(0, 240)) {
    const { key, etag, lastModified } = object(n);
    const entry = { key, etag, upload_id: key, last_modified: lastModified, run_id: 'r', policy_hash: 'p' };
    await services.runs.putLedgerEntry({ ...entry, status: n < 235 ? 'taken-in' : 'rejected' });
  }
});
afterEach(() => services.close());

const waitingKeys = async (items: Table, policyHash = 'p') =>
  (await waitingUploads(inbox, runTable(items), policyHash)).map(({ key }) => key);

it('reads the ledger with one query, whatever the inbox holds', async () => {
  let queries = 0;
  const counted: Table = {
    ...services.items,
    query: (range) => {
      queries++;
      return services.items.query(range);
    },
  };

  expect(await waitingKeys(counted)).toEqual(numbers.slice(240).map((n) => `inbox/${n}.csv`));
  expect(queries).toBe(1);
});

it('lists rejected uploads again under another policy', async () => {
  expect(await waitingKeys(services.items, 'another')).toHaveLength(15);
});

it('takes no upload in twice while the index lacks its entry', async () => {
  const lagging: Table = { ...services.items, query: async () => [] };

  expect(await waitingKeys(lagging)).toEqual(numbers.slice(240).map((n) => `inbox/${n}.csv`));
});

it('takes an earlier version of an object in again that was uploaded once more', async () => {
  const { key, lastModified } = object(3);
  const entry = { key, etag: 'newer', upload_id: 'newer', run_id: 'r', policy_hash: 'p', status: 'taken-in' } as const;
  await services.runs.putLedgerEntry({ ...entry, last_modified: lastModified.replace('2026', '2027') });

  expect(await waitingKeys(services.items)).toContain(key);
});

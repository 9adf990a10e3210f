import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sqliteTable } from '../../../../local/platform/table.ts';
import { type RunTable, runTable } from '../../../../shared/adapters/tables/run-table.ts';

const [FIRST, SECOND, THIRD] = ['1', '2', '3'].map((n) => `2026040${n}T000000000Z-00000001`) as [
  string,
  string,
  string,
];

let database: DatabaseSync;
let runs: RunTable;
beforeEach(() => {
  database = new DatabaseSync(':memory:');
  runs = runTable(sqliteTable(database));
});
afterEach(() => database.close());

const entry = (run_id: string, status: 'taken-in' | 'rejected') => ({
  key: 'inbox/a.csv',
  etag: 'e',
  upload_id: 'u',
  last_modified: '2026-04-01T00:00:00.000Z',
  status,
  run_id,
  policy_hash: 'p',
});

it("keeps a newer run's ledger entry", async () => {
  await runs.putLedgerEntry(entry(SECOND, 'taken-in'));
  await runs.putLedgerEntry(entry(FIRST, 'rejected'));
  expect(await runs.ledgerOf('inbox/a.csv')).toMatchObject([entry(SECOND, 'taken-in')]);

  await runs.putLedgerEntry(entry(THIRD, 'rejected'));
  expect(await runs.ledgerOf('inbox/a.csv')).toMatchObject([entry(THIRD, 'rejected')]);
});

it("keeps a newer run's claim of content", async () => {
  const claim = (run_id: string) => ({ upload_id: run_id, key: 'inbox/a.csv', run_id, taken_in: true });
  await runs.putContent('digest', claim(SECOND));
  await runs.putContent('digest', claim(FIRST));

  expect(await runs.claimContent('digest', claim(THIRD))).toEqual(claim(SECOND));
});

it('lets no run publish or become current once a newer one has begun', async () => {
  await runs.supersede(SECOND);
  await runs.supersede(FIRST);
  await expect(runs.beginPublishing(FIRST)).rejects.toMatchObject({ name: 'StaleRunError' });
  expect(await runs.makeCurrent(FIRST)).toBe(false);

  await runs.beginPublishing(SECOND);
  expect(await runs.makeCurrent(SECOND)).toBe(true);
  expect(await runs.getCurrent()).toEqual({ run_id: SECOND, unfinished: [] });
});

it('remembers runs that started to publish and never became current', async () => {
  await runs.beginPublishing(FIRST);
  await runs.beginPublishing(SECOND);
  await runs.makeCurrent(SECOND);
  expect(await runs.getCurrent()).toEqual({ run_id: SECOND, unfinished: [], aborted: [FIRST] });

  await runs.beginPublishing(THIRD);
  await runs.makeCurrent(THIRD);
  expect(await runs.getCurrent()).toEqual({ run_id: THIRD, unfinished: [], aborted: [FIRST] });
});

it('tells a run that a newer one has begun', async () => {
  await runs.requireNewest(FIRST);
  await runs.recordRunId(FIRST);
  await runs.requireNewest(FIRST);
  await runs.recordRunId(SECOND);

  await expect(runs.requireNewest(FIRST)).rejects.toThrow(`Run ${FIRST} stops: a newer run has begun`);
});

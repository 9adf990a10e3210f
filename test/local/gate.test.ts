import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { result } from './command-line.ts';
import { write, writeOrders } from './exports.ts';
import { folderForTests } from './folder-for-tests.ts';

const at = folderForTests('gate');

let before: Awaited<ReturnType<typeof result>>;
let held: Awaited<ReturnType<typeof result>>;

const run = (...args: string[]) => result(...args, '--data-dir', at('data'));

/** The detail types of all published events. */
async function publishedEvents(): Promise<string[]> {
  const events = (await readFile(join(at('data'), 'events.jsonl'), 'utf8')).trim().split('\n');
  return events.map((event) => JSON.parse(event)['detail-type']);
}

beforeAll(async () => {
  await writeOrders(at('june.csv'));
  before = await run(at('june.csv'));

  // A third of the rows have no readable date.
  const dayOf = (row: number) => `2026-07-${String(1 + (row % 31)).padStart(2, '0')}`;
  const rows = Array.from({ length: 60 }, (_, row) => `j${row},new${row},${row % 3 === 0 ? 'soon' : dayOf(row)},9.50`);
  await write(at('july.csv'), ['order_id,customer_id,order_date,amount', ...rows]);
  held = await run(at('july.csv'));
  await cp(at('data'), at('held'), { recursive: true });
});

it('holds a run whose file has too many bad rows, and shows how to release it', () => {
  expect(held.code).toBe(1);
  expect(held.json).toMatchObject({
    ...{ status: 'failed', failed_state: 'check-quality', error: 'GateError' },
    gate: { verdict: 'held', findings: [{ check: 'quarantined-share', value: 1 / 3, limit: 0.2 }] },
    uploads: [{ file: 'july.csv', rows: 60, kept: 40, quarantined: 20 }],
  });
  expect(held.stderr).toContain(
    'july.csv: 20 of 60 rows are quarantined (bad_date 20): 33.3 %, above the limit of 20 %',
  );
  expect(held.stderr).toContain(`npm start -- --accept-gate --data-dir '${at('data')}'`);
});

it('does not restart the held run automatically', async () => {
  expect(await publishedEvents()).toEqual(['Run Completed', 'Run Failed']);
});

it('keeps the previous run current and processes the file only after --accept-gate', async () => {
  const again = await run();
  const accepted = await run('--accept-gate');
  const after = await run();

  expect(again.json).toMatchObject({ error: 'GateError', gate: { verdict: 'held' } });
  expect(accepted.code).toBe(0);
  expect(accepted.json).toMatchObject({ customers: before.json.customers + 40, gate: { verdict: 'accepted' } });
  expect(accepted.stderr).toContain('Accepted');
  expect(after.json.run_id).toBe(accepted.json.run_id);
});

it('holds a run for its drop size, future dates and a new currency', async () => {
  const orders = (count: number, currency: string, dayOf: (row: number) => string) =>
    Array.from({ length: count }, (_, row) => `${currency}${row},c${row % 60},${dayOf(row)},9.50,${currency}`);
  const head = 'order_id,customer_id,order_date,amount,currency';
  const inMonth = (month: string) => (row: number) => `2026-${month}-${String(1 + (row % 30)).padStart(2, '0')}`;
  await write(at('euros.csv'), [head, ...orders(90, 'EUR', inMonth('06'))]);
  const july = (row: number) => (row % 10 === 0 ? '2062-07-01' : inMonth('07')(row));
  await write(at('dollars.csv'), [head, ...orders(900, 'USD', july)]);

  const first = await result(at('euros.csv'), '--data-dir', at('measured'));
  const second = await result(at('dollars.csv'), '--data-dir', at('measured'));

  expect(first.json.gate).toEqual({ verdict: 'passed', findings: [] });
  expect(second.json.gate.findings).toMatchObject([
    { check: 'drop-size', dataset: 'orders' },
    { check: 'future-share', value: 0.1 },
    { check: 'new-currency', value: 900 },
  ]);
});

it('leaves nothing behind of a held file that is taken away', async () => {
  await write(at('july.csv'), ['order_id,customer_id,order_date,amount', 'j1,new1,2026-07-20,9.50']);
  const repaired = await result(at('july.csv'), '--data-dir', at('held'));

  expect(held.json.error).toBe('GateError');
  expect(repaired.json).toMatchObject({
    status: 'succeeded',
    customers: 61,
    gate: { verdict: 'passed', findings: [] },
  });
});

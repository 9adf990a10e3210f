import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { resultAhead } from './command-line.ts';
import { inFolder, write, writeOrders } from './exports.ts';

const MINUTE_MS = 60_000;
const YEAR_MS = 365 * 24 * 60 * MINUTE_MS;

let folder: string;
let at: (name: string) => string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-clock-'));
  at = inFolder(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const runAhead = (milliseconds: number, ...args: string[]) =>
  resultAhead(milliseconds, ...args, '--data-dir', at('data'));

/** Corrects the last order of customer `c0` to an amount, in a file that replaces the earlier one. */
const correctTo = (amount: string) =>
  write(at('correction.csv'), ['order_id,customer_id,order_date,amount', `0-0-0,c0,2026-06-30,${amount}`]);

const millions = ({ json }: Awaited<ReturnType<typeof runAhead>>) =>
  Math.floor(json.tiers.reduce((sum: number, tier: { monetary_total: number }) => sum + tier.monetary_total, 0) / 1e6);

it.each([
  ['a year ahead', YEAR_MS, 0],
  ['right, and is put ten minutes back', 0, -10 * MINUTE_MS],
])('publishes runs, and keeps the order of uploads, after one under a clock that was %s', async (_, before, after) => {
  await writeOrders(at('orders.csv'));
  const first = await runAhead(before, at('orders.csv'));
  await correctTo('1000000.50');
  const second = await runAhead(after, at('correction.csv'));
  await correctTo('2000000.50');
  const third = await runAhead(after, at('correction.csv'));

  const runs = [first, second, third];
  for (const { code, stderr } of runs) expect({ code, stderr }).toMatchObject({ code: 0 });
  const ids = runs.map(({ json }) => json.run_id);
  expect(ids[0].slice(0, 4)).toBe(String(new Date(Date.now() + before).getUTCFullYear()));
  expect(ids.toSorted()).toEqual(ids);
  expect(runs.map(millions)).toEqual([0, 1, 2]);
});

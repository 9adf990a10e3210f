import { readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { result } from './command-line.ts';
import { inFolder, writeOrders } from './exports.ts';

let folder: string;
let at: (name: string) => string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-retention-'));
  at = inFolder(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('runs a new month with control groups and a frozen model after the runs before it were deleted', async () => {
  const policy = { holdOut: { share: 0.3 }, model: 'frozen', retention: { runs: 2, workingFiles: 1 } };
  await writeFile(at('policy.json'), JSON.stringify(policy));
  const months = [];
  for (const month of [0, 1, 2, 3]) {
    await writeOrders(at(`month-${month}.csv`), month);
    const args = month === 0 ? ['--policy', at('policy.json')] : [];
    months.push(await result(at(`month-${month}.csv`), ...args, '--data-dir', at('data')));
  }

  const ids = months.map(({ json }) => json.run_id);
  expect(months.map(({ code, json }) => [code, json.customers])).toEqual(months.map(() => [0, 60]));
  expect(months.map(({ json }) => json.drift !== null)).toEqual([false, true, true, true]);
  expect(readdirSync(at('data/objects/lake/runs')).toSorted()).toEqual(ids.slice(2));
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cdnow } from './cdnow.ts';
import { readExport } from './export-file.ts';
import { overlappingDrops } from './overlapping-drops.ts';
import { runDifferences, totalsOf } from './run-differences.ts';
import { segmentDrops } from './segment-drops.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-drops-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('gives the same customers and model for an export like CDNOW in three drops with a run each as in one drop', {
  timeout: 1_800_000,
}, async () => {
  const whole = readExport(cdnow({ share: 0.15, seed: 0.3 }));
  const drops = overlappingDrops(whole.rows, whole.dayOf, { drops: 3, overlapDays: 0, seed: 0.4 });
  const days = new Set(whole.rows.map((row) => row.slice(0, '00001,19970101'.length)));

  const one = await segmentDrops(join(folder, 'one'), whole, [[whole.rows]]);
  const three = await segmentDrops(
    join(folder, 'three'),
    whole,
    drops.map((drop) => [drop]),
  );

  expect(drops.flat().length).toBe(whole.rows.length);
  // Dates without times: several purchases of a customer on one day are one order.
  expect(days.size).toBeLessThan(whole.rows.length);
  expect((await totalsOf(one)).orders).toBe(days.size);
  expect(await runDifferences(one, three)).toEqual([]);
});

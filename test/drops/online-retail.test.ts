import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomLcg } from 'd3-random';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyLake, type Lake } from '../functions/empty-lake.ts';
import { cases } from '../thoroughness.ts';
import { csvText, type ExportFile, readExport } from './export-file.ts';
import { onlineRetail } from './online-retail.ts';
import { overlappingDrops, shuffled } from './overlapping-drops.ts';
import { runDifferences, totalsOf } from './run-differences.ts';
import { segmentDrops } from './segment-drops.ts';

const timeout = 1_800_000;
const numRuns = cases(2);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-drops-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const segmented = (name: string, whole: ExportFile, runs: string[][][]) =>
  segmentDrops(join(folder, name), whole, runs);

describe('an export like Online Retail in three overlapping, shuffled drops', () => {
  const { text, books } = onlineRetail({ customers: 60, seed: 0.1 });
  const whole = readExport(text);
  const drops = overlappingDrops(whole.rows, whole.dayOf, { drops: 3, overlapDays: 7, seed: 0.2 });
  let one: string;
  beforeAll(async () => {
    one = await segmented('retail', whole, [[whole.rows]]);
  });

  it('has the customers, orders and money of the books in one drop', async () => {
    const accounts = [...books.values()];
    const sum = (of: (account: (typeof accounts)[number]) => number) =>
      accounts.reduce((total, each) => total + of(each), 0);

    const { customers, orders, money } = await totalsOf(one);

    expect(customers).toBe(books.size);
    expect(orders).toBe(sum((account) => account.orders));
    expect(money).toBeCloseTo(sum(({ cents }) => cents) / 100, 4);
  });

  it('gives the customers and model of one drop if each has a run, by date', { timeout }, async () => {
    const out = await segmented(
      'retail-by-date',
      whole,
      drops.map((drop) => [drop]),
    );

    expect(await runDifferences(one, out)).toEqual([]);
  });

  it('gives the customers and model of one drop if the oldest arrives last, with the newest', {
    timeout,
  }, async () => {
    const [first = [], second = [], third = []] = drops;

    const out = await segmented('retail-mixed', whole, [[second], [third, first]]);

    expect(await runDifferences(one, out)).toEqual([]);
  });

  it('overlaps by entire weeks, is unordered, and has every kind of quirk', () => {
    const [first = [], second = []] = drops;
    const inSecond = new Set(second);

    expect(first.filter((row) => inSecond.has(row)).length).toBeGreaterThan(100);
    expect(first).not.toEqual(first.toSorted((a, b) => (whole.dayOf(a) < whole.dayOf(b) ? -1 : 1)));
    for (const quirk of [/^C\d+,/, /,,United Kingdom$/, /,-\d+,.*,0\.00,,/, /,0\.00,\d+\.0,/, /^\d+,P\d+,"/]) {
      expect(whole.rows.some((row) => quirk.test(row))).toBe(true);
    }
    expect(new Set(whole.rows).size).toBeLessThan(whole.rows.length);
  });
});

describe('an export in any number of drops', () => {
  const inLake = async <Result>(work: (lake: Lake) => Promise<Result>): Promise<Result> => {
    const lake = await emptyLake();
    try {
      return await work(lake);
    } finally {
      await lake.close();
    }
  };
  const featuresOf = (files: readonly string[]) =>
    inLake(async (lake) => {
      for (const [at, file] of files.entries()) await lake.ingest(`inbox/orders/${at}.csv`, file);
      return lake.features();
    });

  it('gives the features of one drop, for any cuts, order of drops and spelling of ids', {
    timeout,
  }, async () => {
    const { text, books } = onlineRetail({ customers: 40, seed: 0.5 });
    const whole = readExport(text);
    const one = await featuresOf([text]);
    expect(Object.fromEntries(Object.values(one).map(({ customer_id, orders }) => [customer_id, orders]))).toEqual(
      Object.fromEntries([...books].map(([customer, { orders }]) => [customer, orders])),
    );

    const cuts = fc.record({
      drops: fc.integer({ min: 2, max: 6 }),
      overlapDays: fc.integer({ min: 0, max: 20 }),
      seed: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    });
    await fc.assert(
      fc.asyncProperty(cuts, fc.integer({ min: 0, max: 63 }), async (cut, plain) => {
        const files = overlappingDrops(whole.rows, whole.dayOf, cut).map((rows, at) =>
          csvText(whole.header, (plain >> at) % 2 === 1 ? rows.map((row) => row.replace(/(\d)\.0,/, '$1,')) : rows),
        );
        expect(await featuresOf(shuffled(files, randomLcg(cut.seed)))).toEqual(one);
      }),
      { numRuns },
    );
  });
});

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildFeatures } from '../../../../functions/stages/build-features/build-features.ts';
import { erase } from '../../../../functions/stages/erase/erase.ts';
import { maintainBucket } from '../../../../functions/stages/maintain-bucket/maintain-bucket.ts';
import { type CleanTable, cleanColumns } from '../../../../shared/domain/intake/datasets/datasets.ts';
import { cleanFile, cleaningAttempt, cleanPrefix, runFiles } from '../../../../shared/domain/run/runs.ts';
import { customerRows } from '../../../../shared/pipeline/customer-rows.ts';
import type { ObjectStore } from '../../../../shared/ports/objects.ts';
import { cases } from '../../../thoroughness.ts';
import { fakeEvents } from '../../fakes.ts';
import { putParquet, type Row, readParquet, runningRun, type Services, startServices } from '../../services.ts';

const RUN = '20260601T000000000Z-00000009';
const DAYS = 12;
const runOf = (day: number) => `202603${String(day + 10)}T000000000Z-00000001`;
const uploadOf = (day: number) => `202603${String(day + 10)}T000000000Z-${String(day).padStart(12, '0')}`;
const attemptOf = (day: number) => cleaningAttempt(runOf(day), '2026-03-11T00:00:00.000Z');

let services: Services;
beforeEach(async () => {
  services = await startServices();
  await services.lake.putJson(runFiles.policy(RUN), { timeUnit: 'day' });
  await services.runs.putRun(runningRun(RUN, '2026-03-31'));
});
afterEach(() => services.close());

/** A row of a daily file. */
interface Line {
  day: number;
  customer: number;
  order: number;
  amount: number;
  kind: string;
  /** The day of the upload that the row was rejected from, for a row that this day's upload repairs. */
  repairs: number | null;
}

const line: fc.Arbitrary<Line> = fc.record({
  day: fc.nat({ max: DAYS - 1 }),
  customer: fc.nat({ max: 3 }),
  order: fc.nat({ max: 5 }),
  amount: fc.integer({ min: 1, max: 5000 }),
  kind: fc.constantFrom('purchase', 'purchase', 'purchase', 'return', 'undone'),
  repairs: fc.option(fc.nat({ max: DAYS - 1 }), { freq: 4 }),
});

/** Writes a day's rows as `clean` does, without the columns that it has no data for. */
async function putDay(day: number, lines: readonly Line[], table: CleanTable = 'orders'): Promise<void> {
  const { repaired_row, repaired_by, region, ...few } = cleanColumns[table];
  const columns = lines.some(({ repairs }) => repairs !== null) ? cleanColumns[table] : few;
  const rows = lines.map(({ customer, order, amount, kind, repairs }, index) => ({
    ...{ customer_id: `c${customer}`, order_id: `o${order}`, ordered_at: '2026-03-05 10:00:00', kind },
    ...{ amount: amount / 100, upload_id: uploadOf(repairs ?? day), row_number: index + 1 },
    ...(repairs !== null && { repaired_row: order, repaired_by: uploadOf(day) }),
  }));
  await putParquet(services, cleanFile(table, 0, uploadOf(day), 0, attemptOf(day)), columns, rows);
}

async function putDays(lines: readonly Line[], status: 'succeeded' | 'failed' = 'succeeded'): Promise<void> {
  for (let day = 0; day < DAYS; day++) {
    await services.runs.putRun({ ...runningRun(runOf(day), '2026-03-31'), status });
    await putDay(day, [
      ...lines.filter((each) => each.day === day),
      { day, customer: 9, order: day, amount: 100, kind: 'purchase', repairs: null },
    ]);
  }
}

const maintain = (more: object = {}) =>
  maintainBucket({ runId: RUN, bucket: 0 }, { ...services.as('stages/maintain-bucket'), ...more });
const plan = () => erase({ runId: RUN }, services.as('stages/erase', fakeEvents()));

async function features(): Promise<Row[]> {
  await buildFeatures({ runId: RUN, bucket: 0 }, services.as('stages/build-features'));
  return readParquet(services, runFiles.features(RUN, 0), 'from it order by customer_id');
}

/** All clean rows of a customer, as an export shows them. */
async function exported(customerId: string): Promise<unknown[]> {
  await putParquet(services, runFiles.tiers(RUN, 0), { customer_id: 'VARCHAR' }, []);
  const { rows } = await customerRows(customerId, RUN, services.as('api/export-customer'));
  const withoutNulls = (row: unknown) => Object.entries(row as Row).filter(([, value]) => value !== null);
  return (rows.orders ?? [])
    .map((row) => Object.fromEntries(withoutNulls(row).toSorted()))
    .map((row) => JSON.stringify(row));
}

const files = async () => (await services.lake.list(cleanPrefix('orders', 0))).map(({ key }) => key);
const parquetFiles = async () => (await files()).filter((key) => key.endsWith('.parquet'));

/** A lake that fails at the nth write or removal, before or after it has been carried out. */
function failingAt(step: number, late: boolean): { lake: ObjectStore } {
  let steps = 0;
  const { lake } = services.as('stages/maintain-bucket');
  const failing =
    <Input extends unknown[]>(operation: (...input: Input) => Promise<unknown>) =>
    async (...input: Input) => {
      const fails = steps++ === step;
      if (fails && !late) throw new Error('killed');
      await operation(...input);
      if (fails) throw new Error('killed');
    };
  return {
    lake: { ...lake, store: failing(lake.store), putJson: failing(lake.putJson), remove: failing(lake.remove) },
  };
}

describe('compaction', () => {
  it('changes neither features nor what is exported, whatever was sent again, returned or repaired', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 30 }), async (lines) => {
        await services.lake.remove(await files());
        await putDays(lines);
        const before = [await features(), await exported('c1'), await exported('c9')];
        await maintain();

        expect(await parquetFiles()).toHaveLength(1);
        expect([await features(), await exported('c1'), await exported('c9')]).toEqual(before);
      }),
      { numRuns: cases(5) },
    );
  });

  it.each([0, 1, 2].flatMap((step) => [true, false].map((late) => ({ step, late }))))(
    'counts each row once when it is killed at write $step (carried out: $late), and is completed by the next attempt',
    async ({ step, late }) => {
      await putDays([{ day: 3, customer: 1, order: 3, amount: 500, kind: 'purchase', repairs: null }]);
      const before = [await features(), (await exported('c9')).length];
      await expect(maintain(failingAt(step, late))).rejects.toThrow('killed');
      expect([await features(), (await exported('c9')).length]).toEqual(before);
      await maintain();

      expect([await features(), (await exported('c9')).length]).toEqual(before);
      expect(await parquetFiles()).toHaveLength(1);
    },
  );

  it('leaves uploads of runs that have not succeeded, which may be cleaned again', async () => {
    await putDays([], 'failed');
    const before = await files();

    expect(await plan()).toMatchObject({ buckets: [] });
    await maintain();
    expect(await files()).toEqual(before);
  });

  it('is planned for buckets with many small files only', async () => {
    await putDays([]);
    expect(await plan()).toMatchObject({ buckets: [0] });
    await maintain();

    expect(await plan()).toMatchObject({ buckets: [] });
  });

  it('merges what was merged again with what came since, and keeps the order of uploads', async () => {
    await putDays([]);
    await maintain();
    const LATER = '20260701T000000000Z-00000009';
    for (let day = DAYS; day < 2 * DAYS - 4; day++) {
      await services.runs.putRun({ ...runningRun(runOf(day), '2026-03-31'), status: 'succeeded' });
      await putDay(day, [{ day, customer: 9, order: 0, amount: 100 * day, kind: 'purchase', repairs: null }]);
    }
    await maintainBucket({ runId: LATER, bucket: 0 }, services.as('stages/maintain-bucket'));

    expect(await parquetFiles()).toHaveLength(1);
    // The first order as in the newest upload, of day 19, and each of 11 others for 1.
    expect(await features()).toMatchObject([{ customer_id: 'c9', orders: 12, monetary_total: '30.0000' }]);
  });

  it('ignores a file of a merged upload that an earlier attempt writes late', async () => {
    await putDays([]);
    await maintain();
    const before = await features();
    await putDay(3, [{ day: 3, customer: 9, order: 77, amount: 100, kind: 'purchase', repairs: null }]);

    expect(await features()).toEqual(before);
  });

  it('is followed by erasures, which remove the person from the merged file', async () => {
    await putDays([{ day: 3, customer: 1, order: 3, amount: 500, kind: 'purchase', repairs: null }]);
    await maintain();
    await services.erasures.put({ erasure_id: 'one', customer_id: 'c1', asked_at: '2026-05-01T00:00:00.000Z' });
    await plan();
    await maintain();

    const [merged] = await parquetFiles();
    expect(await readParquet(services, String(merged), 'select distinct customer_id from it')).toEqual([
      { customer_id: 'c9' },
    ]);
  });

  it('lets an export read one file instead of twelve', async () => {
    const read: string[] = [];
    const { lake, ...services_ } = services.as('api/export-customer');
    const fileFor: ObjectStore['fileFor'] = async (key, ...rest) => {
      read.push(key);
      await lake.fileFor(key, ...rest);
    };
    await putDays([]);
    await putParquet(services, runFiles.tiers(RUN, 0), { customer_id: 'VARCHAR' }, []);
    const rows = () => customerRows('c9', RUN, { ...services_, lake: { ...lake, fileFor } });
    await rows();
    const before = read.splice(0).length;
    await maintain();
    await rows();

    expect([before, read.length]).toEqual([DAYS + 1, 2]);
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkQuality } from '../../../../functions/stages/check-quality/check-quality.ts';
import { closeRun } from '../../../../functions/stages/close-run/close-run.ts';
import { publish } from '../../../../functions/stages/publish/publish.ts';
import { createUploadId } from '../../../../shared/domain/intake/uploads.ts';
import { runFiles } from '../../../../shared/domain/run/runs.ts';
import { type Buyer, buyer, buyerWithoutOrders, byHand, fiveBuyers, segment } from '../../buyers.ts';
import { fakeEvents, fakeMachine } from '../../fakes.ts';
import { executionNamed, type Row, readParquet, type Services, startServices } from '../../services.ts';

const RUN = '20260901T000000000Z-00000001';
const LATER_RUN = '20260902T000000000Z-00000002';
const LAST_RUN = '20260903T000000000Z-00000003';
const NOW = '2026-09-01T00:05:00.000Z';
/** Before the run began. */
const ASKED = '2026-07-15T00:00:00.000Z';
const execution = executionNamed('one');

let services: Services;
let started: object[];
let published: object[];
let close: (more?: object) => ReturnType<typeof closeRun>;
/** A published run that is not closed yet. */
async function prepare(): Promise<void> {
  services = await startServices();
  const machine = fakeMachine();
  const events = fakeEvents();
  [started, published] = [machine.started, events.published];
  close = (more = {}) =>
    closeRun(
      { execution, runId: RUN },
      { ...services.as('stages/close-run', { ...machine, ...events }), now: () => NOW, ...more },
    );

  const lock = { execution_arn: execution.arn, run_id: RUN, lease_until: '2026-09-01T01:00:00.000Z' };
  await services.runs.takeLock(lock, '2026-09-01T00:00:00.000Z');
  await segment(services, RUN, '2026-08-31', [...fiveBuyers, buyerWithoutOrders('without')], 2, byHand);
  for (const bucket of [0, 1]) await publish({ runId: RUN, bucket }, services.as('stages/publish'));
  await putUploads();
  await checkQuality({ runId: RUN }, services.as('stages/check-quality'));
}

/** One cleaned and one rejected upload. */
async function putUploads(): Promise<void> {
  await services.inbox.putJson('inbox/bad.csv', 1);
  await services.inbox.putJson('inbox/good.csv', 2);
  const uploads = await services.inbox.list('inbox/');
  await services.lake.putJson(runFiles.manifest(RUN), uploads);
  const found = { delimiter: ',', columns: {}, attributes: [], dropped_columns: [], date_formats: [] };
  const counts = {
    rows: 10,
    kept: 7,
    returns: 1,
    duplicates: 1,
    filtered: 0,
    quarantined: 2,
    reasons: { bad_date: 2 },
  };
  for (const upload of uploads) {
    const named = {
      upload_id: createUploadId(upload),
      key: upload.key,
      file: upload.key.slice(6),
      bytes: upload.bytes,
    };
    const outcome = upload.key.includes('good')
      ? { status: 'cleaned', dataset: 'orders', ...found, ...counts }
      : { status: 'rejected', error: 'EmptyUploadError', message: 'No row' };
    await services.lake.putJson(runFiles.report(RUN, named.upload_id), { ...named, ...outcome });
  }
}

const quality = async (runId = RUN) => (await services.lake.getJson(runFiles.quality(runId))) as Row;

describe('closing a run', () => {
  let closed: Awaited<ReturnType<typeof close>>;
  beforeAll(async () => {
    await prepare();
    closed = await close();
  });
  afterAll(() => services.close());

  it('makes the run visible and sets its status to succeeded', async () => {
    expect(closed).toEqual({ runId: RUN, customers: 6 });

    expect(await services.runs.getCurrent()).toEqual({ run_id: RUN, unfinished: [] });
    expect(await services.runs.getRun(RUN)).toMatchObject({ status: 'succeeded', as_of: '2026-08-31', ended_at: NOW });
  });

  it('counts customers by tier, segment and cluster', async () => {
    const summary = (await services.runs.getRun(RUN))?.summary;

    // Scores and lines are in the tests of assign-tiers; no score is gold without being VIP.
    expect(summary).toMatchObject({
      customers: 6,
      buyers: 5,
      monetary_total: 1500,
      new_customers: 6,
      moved_customers: 0,
    });
    expect(summary?.items_written).toBe(6);
    expect(summary?.tiers).toMatchObject([
      { tier: 'VIP', label_zh: '贵宾', line: 65.25, customers: 1, monetary_total: 500 },
      { tier: 'gold', label_zh: '金卡', line: 65.25, customers: 0, monetary_total: 0 },
      { tier: 'silver', label_zh: '银卡', line: 55.125, customers: 2, monetary_total: 600 },
      { tier: 'standard', label_zh: '普通', line: null, customers: 3, monetary_total: 400 },
    ]);
    expect(summary?.clusters).toMatchObject({ k: 1, labels: [0], sizes: [5], names: [{ en: 'no clear clusters' }] });
  });

  it('sums lifetime value by tier and in total, with the method of the estimate', async () => {
    const summary = (await services.runs.getRun(RUN))?.summary;
    const [all] = await readParquet(services, runFiles.parquet(RUN), 'select round(sum(clv), 4) as clv from it');
    const tiers = summary?.tiers as { clv: number }[];

    expect(summary?.lifetime_value).toMatchObject({
      clv: all?.clv,
      horizon_months: 12,
      method: 'pooled-rate+pooled-mean',
      reasons: ['too few customers', 'too few customers'],
      backtest: null,
      no_backtest: 'history too short',
    });
    expect(tiers.reduce((sum, { clv }) => sum + clv, 0)).toBeCloseTo(all?.clv, 4);
  });

  it('writes all customers as Parquet and CSV, by bucket and id', async () => {
    const rows = await readParquet(services, runFiles.parquet(RUN), 'select customer_id from it');
    const sizes = await services.lake.list(runFiles.csv(RUN));

    expect(rows.map((row) => row.customer_id)).toEqual(['a', 'c', 'e', 'b', 'd', 'without']);
    expect(sizes).toMatchObject([{ key: runFiles.csv(RUN) }]);
  });

  it('counts every customer once in every classification', async () => {
    const classes = (await services.runs.getRun(RUN))?.summary?.classes as Row[];
    const counted = Map.groupBy(classes, ({ classification }) => classification);

    expect([...counted.keys()].toSorted()).toEqual([
      'abc_class',
      'behaviour',
      'lifecycle',
      'loyalty',
      'nine_grid',
      'purchase_mode',
      'quadrant',
      'segment_cn8',
    ]);
    for (const [classification, rows] of counted) {
      expect(
        rows.reduce((sum, { customers }) => sum + customers, 0),
        classification,
      ).toBe(6);
    }
    expect(counted.get('lifecycle')).toContainEqual({
      classification: 'lifecycle',
      name: 'potential',
      zh: '潜在客户',
      customers: 1,
      monetary_total: 0,
    });
  });

  it('writes the CSV and the Parquet file with the same rows as the results by bucket, in their order', async () => {
    const id = 'select customer_id, monetary_total::varchar as spend from it';
    const byBucket = [
      ...(await readParquet(services, runFiles.tiers(RUN, 0), id)),
      ...(await readParquet(services, runFiles.tiers(RUN, 1), id)),
    ];
    const csv = await services.withDatabase(async (database) => {
      await services.lake.download(runFiles.csv(RUN), `${database.directory}/all.csv`);
      return database.rows(
        `select customer_id, monetary_total as spend
         from read_csv('${database.directory}/all.csv', all_varchar = true, parallel = false)`,
        z.object({ customer_id: z.string(), spend: z.string() }),
      );
    });

    expect(byBucket).toHaveLength(6);
    expect(await readParquet(services, runFiles.parquet(RUN), id)).toEqual(byBucket);
    expect(csv).toEqual(byBucket);
  });

  it('writes the crosswalk of segments, Chinese classes and the nine-grid', async () => {
    const rows = await services.withDatabase(async (database) => {
      const file = `${database.directory}/crosswalk.csv`;
      await services.lake.download(runFiles.crosswalk(RUN), file);
      const columns = { segment: z.string(), segment_cn8: z.string(), nine_grid: z.string(), customers: z.string() };
      return database.rows(`from read_csv('${file}', all_varchar = true)`, z.object(columns));
    });
    const meeting = rows.map(({ segment, segment_cn8, nine_grid }) => `${segment} ${segment_cn8} ${nine_grid}`);

    expect(new Set(meeting).size).toBe(rows.length);
    expect(rows.reduce((sum, { customers }) => sum + Number(customers), 0)).toBe(6);
    expect(meeting).toContain('No Purchase 未购买客户 No Purchase');
  });

  it('counts rows by outcome, and all customers of a first run as new', async () => {
    expect(await quality()).toMatchObject({
      as_of: '2026-08-31',
      totals: { uploads: 2, rejected: 1, rows: 10, kept: 7, returns: 1, duplicates: 1, filtered: 0, quarantined: 2 },
      customers: { total: 6, new: 6, known: 0 },
    });
  });

  it('enters every upload into the ledger', async () => {
    expect(await services.runs.ledgerOf('inbox/good.csv')).toMatchObject([{ status: 'taken-in', run_id: RUN }]);
    expect(await services.runs.ledgerOf('inbox/bad.csv')).toMatchObject([{ status: 'rejected', run_id: RUN }]);
  });

  it('publishes an event, releases the lock and starts nothing', async () => {
    expect(published).toMatchObject([
      { type: 'Run Completed', detail: { run_id: RUN, as_of: '2026-08-31', customers: 6 } },
    ]);
    expect([await services.runs.getLock(), started]).toEqual([undefined, []]);
  });
});

describe('closing a run among others', () => {
  beforeEach(prepare);
  afterEach(() => services.close());

  describe('the quality figures', () => {
    it.each(['2026-08-31', '2026-09-30'])('distinguish new and known customers in a later run for %s', async (asOf) => {
      await close();
      await runLater(LATER_RUN, asOf, [...fiveBuyers.slice(0, 2), buyer('new', 1, 2, 90)]);

      expect(await quality(LATER_RUN)).toMatchObject({ customers: { total: 3, new: 1, known: 2 } });
      expect((await services.runs.getRun(LATER_RUN))?.summary).toMatchObject({ new_customers: 1 });
    });

    it('recognise a customer who was missing from the run in between', async () => {
      await close();
      await runLater(LATER_RUN, '2026-08-31', fiveBuyers.slice(0, 2));
      await runLater(LAST_RUN, '2026-08-31', fiveBuyers);

      expect(await quality(LAST_RUN)).toMatchObject({ customers: { total: 5, new: 0, known: 5 } });
    });
  });

  it('counts customers by their tiers in the previous run and this one', async () => {
    await close();
    const first = (await services.runs.getRun(RUN))?.summary?.movement;
    const later = [buyer('a', 1, 9, 9000), ...fiveBuyers.slice(1, 4), buyer('new', 1, 2, 90)];
    await runLater(LATER_RUN, '2026-08-31', later);
    const second = (await services.runs.getRun(LATER_RUN))?.summary?.movement as Movement;
    const [before, after] = await Promise.all([tiersOf(RUN), tiersOf(LATER_RUN)]);

    expect(first).toMatchObject({ previous_run_id: null });
    expect(second.previous_run_id).toBe(RUN);
    expect([...after].some(([id, tier]) => before.has(id) && before.get(id) !== tier)).toBe(true);
    const ways = [...new Set([...before.keys(), ...after.keys()])].map((id) => [before.get(id), after.get(id)].join());
    expect(Object.fromEntries(second.cells.map(({ from, to, customers }) => [[from, to].join(), customers]))).toEqual(
      Object.fromEntries([...Map.groupBy(ways, (way) => way)].map(([way, { length }]) => [way, length])),
    );
  });

  it('hides customers erased during the run, and completes the erasures whose rows it removed from the lake', async () => {
    const erasure = { erasure_id: 'one', asked_at: NOW };
    await services.erasures.put({ ...erasure, customer_id: 'a' });
    await services.erasures.put({ ...erasure, customer_id: 'gone', erased_by: RUN });
    await close();

    const view = services.customers.view(await services.runs.getCurrent());
    expect([await view.customer('a'), (await view.customer('b'))?.customer_id]).toEqual([undefined, 'b']);
    expect(await services.erasures.pending()).toMatchObject([{ customer_id: 'a' }]);
  });

  it('deletes the files of all customers of earlier runs before it completes an erasure, and keeps its own', async () => {
    const earlier = '20260701T000000000Z-00000001';
    const kept = [runFiles.tiers(earlier, 0), runFiles.model(earlier)];
    for (const key of [runFiles.csv(earlier), runFiles.parquet(earlier), ...kept]) await services.lake.putJson(key, 1);
    await services.erasures.put({ erasure_id: 'one', asked_at: ASKED, customer_id: 'gone', erased_by: RUN });
    await close();

    const keys = async (runId: string) => (await services.lake.list(runFiles.all(runId))).map(({ key }) => key);
    expect(await keys(earlier)).toEqual(kept.toSorted());
    expect(await keys(RUN)).toEqual(expect.arrayContaining([runFiles.csv(RUN), runFiles.parquet(RUN)]));
    expect(await services.erasures.pending()).toEqual([]);
    expect((await services.runs.getRun(RUN))?.summary).toMatchObject({ erasures: { completed: 1, failed: 0 } });
  });

  it('downloads the results of one bucket at a time, in the place of the one before', async () => {
    const { lake } = services.as('stages/close-run');
    const downloads: { key: string; file: string }[] = [];
    async function fileFor(key: string, file: string, bytes?: number) {
      if (key.startsWith(runFiles.allTiers(RUN))) downloads.push({ key, file });
      await lake.fileFor(key, file, bytes);
    }
    await close({ lake: { ...lake, fileFor } });

    expect(new Set(downloads.map(({ key }) => key)).size).toBe(2);
    expect(new Set(downloads.map(({ file }) => file)).size).toBe(1);
  });

  it('counts erasures that failed, and leaves them to the next run with the run they failed in', async () => {
    const request = { asked_at: ASKED };
    await services.erasures.put({ ...request, erasure_id: 'one', customer_id: 'gone' });
    await services.erasures.put({ ...request, erasure_id: 'two', customer_id: 'later', asked_at: NOW });
    await close();

    expect(await services.erasures.pending()).toEqual([
      { ...request, erasure_id: 'one', customer_id: 'gone', failed_in: RUN },
      { erasure_id: 'two', customer_id: 'later', asked_at: NOW },
    ]);
    expect((await services.runs.getRun(RUN))?.summary).toMatchObject({ erasures: { completed: 0, failed: 1 } });
  });

  it('leaves erasures pending whose files it cannot delete, and still succeeds', async () => {
    await services.erasures.put({ erasure_id: 'one', asked_at: ASKED, customer_id: 'gone', erased_by: RUN });
    const { lake } = services.as('stages/close-run');
    const remove = async () => {
      throw new Error('S3 is not there');
    };
    await close({ lake: { ...lake, remove } });

    expect(await services.erasures.pending()).toMatchObject([{ customer_id: 'gone' }]);
    expect(await services.runs.getRun(RUN)).toMatchObject({ status: 'succeeded' });
  });

  it('starts the next execution for an upload that arrived meanwhile', async () => {
    await services.inbox.putJson('inbox/late.csv', 3);
    await close();

    expect(started).toEqual([{ source: 'strata.follow-up' }]);
  });

  it('gives the same result when retried', async () => {
    await close();
    const before = await services.runs.getRun(RUN);
    await close();

    expect(await services.runs.getRun(RUN)).toEqual(before);
    expect(started).toEqual([]);
  });

  it('does not replace a newer current run', async () => {
    await services.runs.makeCurrent('20261001T000000000Z-00000001');

    await expect(close()).rejects.toThrow(`Run ${RUN} stops: a newer run has begun`);
    expect((await services.runs.getCurrent()).run_id).toBe('20261001T000000000Z-00000001');
  });
});

interface Movement {
  previous_run_id: string;
  cells: { from: string | null; to: string | null; customers: number }[];
}

async function tiersOf(runId: string): Promise<Map<string, string>> {
  const rows = await readParquet(services, runFiles.parquet(runId), 'select customer_id, tier from it');
  return new Map(rows.map(({ customer_id, tier }) => [customer_id, tier]));
}

async function runLater(runId: string, asOf: string, buyers: readonly Buyer[]): Promise<void> {
  await segment(services, runId, asOf, buyers, 2);
  for (const bucket of [0, 1]) await publish({ runId, bucket }, services.as('stages/publish'));
  await services.lake.putJson(runFiles.manifest(runId), []);
  await checkQuality({ runId }, services.as('stages/check-quality'));
  await closeRun(
    { execution, runId },
    { ...services.as('stages/close-run', { ...fakeMachine(), ...fakeEvents() }), now: () => NOW },
  );
}

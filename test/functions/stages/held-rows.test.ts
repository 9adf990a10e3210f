import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkQuality } from '../../../functions/stages/check-quality/check-quality.ts';
import { clean } from '../../../functions/stages/clean/clean.ts';
import { createUploadId } from '../../../shared/domain/intake/uploads.ts';
import { runFiles } from '../../../shared/domain/run/runs.ts';
import { GateError } from '../../../shared/errors.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import { uploadReport } from '../../../shared/run/reports.ts';
import { readParquet, runningRun, type Services, startServices } from '../services.ts';

const HELD = '20260801T000000000Z-00000001';
const NEXT = '20260802T000000000Z-00000002';
const BUCKETS = 2;
/** Sixty orders, a third of them without a date. */
const orders = [
  'order_id,customer_id,order_date,amount',
  ...Array.from({ length: 20 }, (_, row) => [
    `${row}a,anna,2026-07-01,10.${row}`,
    `${row}b,ben,2026-07-02,20.${row}`,
    `${row}c,cleo,soon,30.${row}`,
  ]).flat(),
].join('\n');

let services: Services;
/** Keys in the inbox that were read. */
let reads: string[];
beforeEach(async () => {
  services = await startServices();
  reads = [];
  await services.withDatabase(async ({ directory }) => {
    await writeFile(`${directory}/orders`, orders);
    await services.inbox.upload(`${directory}/orders`, 'inbox/orders.csv', 'text/csv');
  });
});
afterEach(() => services.close());

const noticed = (inbox: ObjectStore): ObjectStore => ({
  ...inbox,
  async fileFor(key, ...rest) {
    reads.push(key);
    await inbox.fileFor(key, ...rest);
  },
});

const readAs = (runId: string, uploadId: string) => {
  const own = services.as('stages/clean', { idSecret: async () => Buffer.from('a key of this test') });
  return clean({ runId, uploadId }, { ...own, inbox: noticed(own.inbox), buckets: BUCKETS });
};

/** A run of what is in the inbox, up to its check. @returns the upload and whether it was held */
async function run(runId: string, policy: object = {}): Promise<{ uploadId: string; verdict: string }> {
  const uploads = await services.inbox.list('inbox/');
  await services.runs.putRun(runningRun(runId, '2026-06-01'));
  await services.lake.putJson(runFiles.policy(runId), policy);
  await services.lake.putJson(runFiles.manifest(runId), uploads);
  const [uploadId = ''] = uploads.map(createUploadId);
  for (const upload of uploads) await readAs(runId, createUploadId(upload));
  const verdict = await checkQuality({ runId }, services.as('stages/check-quality')).then(
    (result) => result.verdict,
    (error: Error) => (error instanceof GateError ? 'held' : expect.fail(String(error))),
  );
  return { uploadId, verdict };
}

const reportOf = async (runId: string, uploadId: string) =>
  uploadReport.parse(await services.lake.getJson(runFiles.report(runId, uploadId)));
const keys = async (prefix: string) => (await services.lake.list(prefix)).map(({ key }) => key);
async function customers(prefix: string): Promise<string[]> {
  const files = (await keys(prefix)).filter((key) => key.endsWith('.parquet'));
  const rows = await Promise.all(files.map((key) => readParquet(services, key)));
  return [...new Set(rows.flat().map(({ customer_id }) => String(customer_id)))].toSorted();
}
const allowed = { gate: { maxQuarantinedShare: 0.5 } };

describe('rows of a held run', () => {
  it('are not among the clean rows', async () => {
    expect((await run(HELD)).verdict).toBe('held');

    expect([await customers('clean/'), await customers('held/')]).toEqual([[], ['anna', 'ben']]);
  });

  it('are taken in without cleaning the upload again, with its report and quarantine, when the limit is raised', async () => {
    const { uploadId } = await run(HELD);
    reads = [];
    const { verdict } = await run(NEXT, allowed);

    expect([verdict, reads]).toEqual(['passed', []]);
    expect([await customers('clean/'), await keys('held/')]).toEqual([['anna', 'ben'], []]);
    expect(await reportOf(NEXT, uploadId)).toEqual(await reportOf(HELD, uploadId));
    expect(await keys('quarantine/')).toEqual([HELD, NEXT].map((id) => runFiles.quarantine(id, uploadId)));
    expect(await services.runs.getRun(NEXT)).toMatchObject({ newest_order_on: '2026-07-02' });
  });

  it('are held again, and taken in after that', async () => {
    await run(HELD);
    expect((await run(NEXT)).verdict).toBe('held');
    expect([await customers('clean/'), await customers('held/')]).toEqual([[], ['anna', 'ben']]);
    reads = [];
    await run('20260803T000000000Z-00000003', allowed);

    expect([await customers('clean/'), reads]).toEqual([['anna', 'ben'], []]);
  });

  it('are cleaned again by another policy', async () => {
    await run(HELD);
    reads = [];
    await run(NEXT, { ...allowed, columns: { orders: { customer_id: 'order_id', order_id: 'customer_id' } } });

    expect(reads).toEqual(['inbox/orders.csv']);
    expect([await customers('clean/'), await keys('held/')]).toMatchObject([{ length: 40 }, []]);
  });

  it('are released by a second attempt if the first stopped on the way', async () => {
    const { uploadId } = await run(HELD);
    const [first = ''] = await keys(`held/${uploadId}/orders/`);
    await services.lake.move(first, first.replace(`held/${uploadId}/`, 'clean/'));
    reads = [];
    await run(NEXT, allowed);

    expect([await customers('clean/'), await keys('held/'), reads]).toEqual([['anna', 'ben'], [], []]);
  });

  it('are cleaned again if they were held in part only', async () => {
    const { uploadId } = await run(HELD);
    await services.lake.remove([`held/${uploadId}/held.json`]);
    await run(NEXT, allowed);

    expect([await customers('clean/'), await keys('held/')]).toEqual([['anna', 'ben'], []]);
  });

  it('go when their file is withdrawn', async () => {
    await run(HELD);
    await services.inbox.remove(['inbox/orders.csv']);
    await run(NEXT, allowed);

    expect(await keys('held/')).toEqual([]);
  });
});

import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchUpload } from '../../../../functions/stages/clean/fetch-upload.ts';
import { defaultLimits } from '../../../../functions/stages/clean/reading/limits.ts';
import { listArchiveFiles } from '../../../../functions/stages/open-run/archive-files.ts';
import { openRun } from '../../../../functions/stages/open-run/open-run.ts';
import type { Run } from '../../../../shared/adapters/tables/run-table.ts';
import { createUploadId } from '../../../../shared/domain/intake/uploads.ts';
import { runFiles } from '../../../../shared/domain/run/runs.ts';
import { enterIntoLedger } from '../../../../shared/run/ledger.ts';
import { releaseRunLock } from '../../../../shared/run/release-run-lock.ts';
import { manifest, type UploadReport } from '../../../../shared/run/reports.ts';
import { fakeMachine } from '../../fakes.ts';
import { executionNamed, type Services, startServices } from '../../services.ts';
import { type ZipEntry, zipOf } from '../../zip.ts';

const one = executionNamed('one');
const csv = (id: string) => `customer,date,amount\n${id},2026-08-01,5\n`.repeat(200);
const tables: ZipEntry[] = [
  { path: '2026/', content: '', method: 0 },
  { path: '2026/orders.csv', content: csv('orders') },
  { path: '__MACOSX/2026/._orders.csv', content: 'x' },
  { path: '2026/customers.csv', content: csv('customers') },
  // The bytes of 订单.csv as Chinese Windows writes it, without naming the encoding.
  { path: Buffer.from('b6a9b5a52e637376', 'hex'), content: csv('订单'), isUtf8: false },
];
const paths = ['订单.csv', '2026/customers.csv', '2026/orders.csv'];

let services: Services;
let directory: string;
beforeEach(async () => {
  services = await startServices();
  directory = await mkdtemp(join(tmpdir(), 'strata-archives-'));
});
afterEach(async () => {
  await services.close();
  await rm(directory, { recursive: true });
});

async function drop(name: string, content: Buffer | string) {
  await writeFile(join(directory, 'drop'), content);
  await services.inbox.upload(join(directory, 'drop'), `inbox/${name}`, 'application/octet-stream');
}
const list = async (most = 100) =>
  listArchiveFiles(services.inbox, services.runs, await services.inbox.list('inbox/'), most);
const open = (now = '2026-09-01T06:00:00.000Z') =>
  openRun(
    { execution: one, trigger: { source: 'aws.s3' }, previousCheck: {} },
    {
      ...services.as('stages/open-run', fakeMachine()),
      now: () => now,
      buckets: 4,
      settleSeconds: 0,
      leaseSeconds: 3600,
    },
  );

it('lists the files of an archive as separate uploads, with the ignored ones', async () => {
  await drop('export.bin', zipOf(tables));
  const { uploads, runId } = await open();

  const listed = manifest.parse(await services.lake.getJson(runFiles.manifest(runId)));
  expect(listed.map(({ entry }) => entry?.path)).toEqual(paths);
  expect(listed.map(({ ignored }) => ignored)).toEqual([['__MACOSX/2026/._orders.csv'], undefined, undefined]);
  expect(uploads).toEqual(listed.map(createUploadId));
  expect(new Set(uploads).size).toBe(3);
});

it('fetches each of them, and nothing else', async () => {
  await drop('export.zip', zipOf(tables));
  for (const [index, id] of ['订单', 'customers', 'orders'].entries()) {
    const [upload] = (await list()).slice(index);
    if (!upload) throw new Error('No such upload');
    const digest = await fetchUpload(services.inbox, upload, join(directory, 'fetched'));
    expect(await readFile(join(directory, 'fetched'), 'utf8')).toBe(csv(id));
    expect(digest).toBe(createHash('sha256').update(csv(id)).digest('hex'));
  }
});

it('fetches no object, and no file of an archive, beyond the limits', async () => {
  await drop('a.zip', zipOf(tables));
  await drop('b.csv', csv('orders'));
  const limits = { ...defaultLimits, textBytes: 1000, smallBytes: 1000 };
  for (const upload of await list()) {
    await expect(fetchUpload(services.inbox, upload, join(directory, 'fetched'), limits)).rejects.toThrow(/MB|bytes/);
  }
});

describe('keeps as one upload', () => {
  const workbook = ['[Content_Types].xml', 'xl/workbook.xml', 'xl/worksheets/sheet1.xml'];
  it.each([
    { what: 'a file that is not an archive', content: csv('orders') },
    { what: 'an empty file', content: '' },
    { what: 'a gzip file', content: gzipSync(zipOf(tables)) },
    { what: 'an archive of one file', content: zipOf(tables.slice(0, 3)) },
    { what: 'a workbook', content: zipOf(workbook.map((path) => ({ path, content: 'x' }))) },
    { what: 'a truncated archive', content: zipOf(tables).subarray(0, -30) },
    { what: 'an encrypted archive', content: zipOf(tables.map((entry) => ({ ...entry, isEncrypted: true }))) },
    { what: 'an archive with a path outside it', content: zipOf([...tables, { path: '../x.csv', content: 'x' }]) },
    {
      what: 'an archive of too many files',
      content: zipOf(Array.from({ length: 501 }, (_, index) => ({ path: `${index}.csv`, content: 'x' }))),
    },
  ])('$what', async ({ content }) => {
    await drop('upload', content);
    expect(await list()).toEqual(await services.inbox.list('inbox/'));
  });
});

it('leaves an entire archive to the next run if it does not fit into this one', async () => {
  await drop('a.csv', csv('a'));
  await drop('b.zip', zipOf(tables));
  await drop('c.csv', csv('c'));
  expect((await list(3)).map(({ key }) => key)).toEqual(['inbox/a.csv']);
  expect((await list(4)).map(({ key }) => key)).toEqual(['inbox/a.csv', 'inbox/b.zip', 'inbox/b.zip', 'inbox/b.zip']);
});

describe('an archive whose files are cleaned', () => {
  /** Ends the run with every file accepted except the given ones. */
  async function end(runId: string, rejected: readonly string[], options?: { onlyRejected: boolean }) {
    const uploads = manifest.parse(await services.lake.getJson(runFiles.manifest(runId)));
    const reports = uploads.map((upload) => ({
      upload_id: createUploadId(upload),
      key: upload.key,
      status: rejected.includes(upload.entry?.path ?? '') ? 'rejected' : 'cleaned',
    }));
    const run = (await services.runs.getRun(runId)) as Run;
    await enterIntoLedger(services.lake, services.runs, run, reports as UploadReport[], options);
    await services.runs.freeLock(one.arn);
  }
  async function opened(now: string) {
    const { outcome, runId } = await open(now);
    const listed = (await services.lake.getJson(runFiles.manifest(runId))) ?? [];
    return { outcome, runId, paths: manifest.parse(listed).map(({ entry }) => entry?.path) };
  }
  const days = ['2026-09-02T06:00:00.000Z', '2026-09-03T06:00:00.000Z', '2026-09-04T06:00:00.000Z'] as const;

  beforeEach(() => drop('export.zip', zipOf(tables)));

  it('is processed once', async () => {
    await end((await opened(days[0])).runId, []);
    expect((await opened(days[1])).outcome).toBe('nothing-new');
  });

  it('is retried with each new policy, only for its rejected files', async () => {
    await end((await opened(days[0])).runId, [paths[0] ?? '', paths[1] ?? '']);
    expect((await opened(days[1])).outcome).toBe('nothing-new');

    await services.lake.putJson('policy.json', { timeZone: 'Asia/Shanghai' });
    const second = await opened(days[1]);
    expect(second.paths).toEqual([paths[0], paths[1]]);
    await end(second.runId, [paths[1] ?? '']);

    await services.lake.putJson('policy.json', { timeZone: 'Asia/Tokyo' });
    const third = await opened(days[2]);
    expect(third.paths).toEqual([paths[1]]);
    await end(third.runId, []);
    await services.lake.putJson('policy.json', { timeZone: 'UTC' });
    expect((await opened(days[2])).outcome).toBe('nothing-new');
  });

  it('waits entirely for the next run if its run fails, unless all files were rejected', async () => {
    await end((await opened(days[0])).runId, [paths[0] ?? ''], { onlyRejected: true });
    const second = await opened(days[1]);
    expect(second.paths).toEqual(paths);
    await end(second.runId, paths, { onlyRejected: true });
    expect((await opened(days[2])).outcome).toBe('nothing-new');
  });

  it('does not start the next execution by itself', async () => {
    const { runId } = await opened(days[0]);
    const { machine, started } = fakeMachine();
    await releaseRunLock(one, runId, { ...services, machine });
    expect(started).toEqual([]);
  });
});

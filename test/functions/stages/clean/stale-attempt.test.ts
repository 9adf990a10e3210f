import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { clean } from '../../../../functions/stages/clean/clean.ts';
import { createUploadId, type UploadObject } from '../../../../shared/domain/intake/uploads.ts';
import { cleanPrefix, currentFiles, runFiles } from '../../../../shared/domain/run/runs.ts';
import { createCleanView } from '../../../../shared/pipeline/clean-rows/clean-rows.ts';
import type { ObjectStore } from '../../../../shared/ports/objects.ts';
import { runningRun, type Services, startServices } from '../../services.ts';

const [FIRST, SECOND] = ['20260801T000000000Z-00000001', '20260802T000000000Z-00000002'];
const BUCKETS = 4;
const ROWS = 40;
const text = [
  'customer_id,order_id,order_date,amount',
  ...Array.from({ length: ROWS }, (_, n) => `c${n},o${n},2026-07-0${1 + (n % 9)},${n + 1}.50`),
].join('\n');
const upload: UploadObject = {
  key: 'inbox/orders/orders.csv',
  etag: createHash('md5').update(text).digest('hex'),
  bytes: text.length,
  lastModified: '2026-07-31T00:00:00.000Z',
};
const uploadId = createUploadId(upload);

let services: Services;
beforeEach(async () => {
  services = await startServices();
  await services.withDatabase(async ({ directory }) => {
    await writeFile(`${directory}/orders`, text);
    await services.inbox.upload(`${directory}/orders`, upload.key, 'text/csv');
  });
});
afterEach(() => services.close());

/** Begins a run with the upload. @param policy what it is read by */
async function begin(runId: string, policy: object = {}): Promise<void> {
  await services.lake.putJson(runFiles.policy(runId), policy);
  await services.lake.putJson(runFiles.manifest(runId), [upload]);
  await services.runs.recordRunId(runId);
  await services.runs.putRun(runningRun(runId, '2026-07-31'));
}

/** @param minute when the attempt starts */
const cleanUpload = (runId: string, minute: number, lake: ObjectStore = services.lake) =>
  clean(
    { runId, uploadId },
    {
      ...services,
      lake,
      buckets: BUCKETS,
      idSecret: async () => Buffer.from('a key'),
      now: () => new Date(Date.UTC(2026, 7, 1, 0, minute)).toISOString(),
    },
  );

/** A lake that stops at a file, and later stores and removes all the same. */
function freezingLake(stopsAt: number) {
  const [stopped, thawed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let files = 0;
  const lake: ObjectStore = {
    ...services.lake,
    async store(file, key, contentType) {
      files++;
      if (files >= stopsAt) {
        stopped.resolve();
        await thawed.promise;
      }
      await services.lake.store(file, key, contentType);
    },
  };
  return { lake, hasStopped: stopped.promise, thaw: () => thawed.resolve() };
}

/** Sum and number of the amounts of all clean rows. */
async function totals() {
  const sums = { rows: 0, amount: 0 };
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    await services.withDatabase(async (database) => {
      const { clean } = await createCleanView(database, services.lake, 'orders', bucket);
      const [found] = await database.rows(
        `select count(*)::integer as rows, coalesce(sum(amount), 0)::double as amount from ${clean.name}`,
        z.object({ rows: z.number(), amount: z.number() }),
      );
      sums.rows += found?.rows ?? 0;
      sums.amount += found?.amount ?? 0;
    });
  }
  return sums;
}
const whole = { rows: ROWS, amount: (ROWS * (ROWS + 1)) / 2 + ROWS * 0.5 };

it.each([1, 2, 3, 4])(
  'counts each row once when an earlier attempt goes on at file %i after a later one',
  async (file) => {
    await begin(FIRST);
    const { lake, hasStopped, thaw } = freezingLake(file);
    const zombie = cleanUpload(FIRST, 1, lake);
    await hasStopped;
    await cleanUpload(FIRST, 2);
    expect(await totals()).toEqual(whole);
    thaw();
    await zombie;

    expect(await totals()).toEqual(whole);
  },
);

it('lets an attempt of an earlier run store and remove nothing any more', async () => {
  await begin(FIRST, { columns: { orders: { amount: 'no such column' } } });
  await begin(SECOND);
  await cleanUpload(SECOND, 2);

  await expect(cleanUpload(FIRST, 3)).rejects.toMatchObject({ name: 'StaleRunError' });
  expect(await totals()).toEqual(whole);
});

it('stops an attempt of an earlier run before the next bucket', async () => {
  await begin(FIRST);
  const { lake, hasStopped, thaw } = freezingLake(1);
  const zombie = cleanUpload(FIRST, 1, lake);
  await hasStopped;
  await begin(SECOND);
  await cleanUpload(SECOND, 2);
  thaw();
  await zombie.catch((error: Error) => expect(error.name).toBe('StaleRunError'));

  expect(await totals()).toEqual(whole);
});

it('removes the files of earlier attempts, also of earlier versions', async () => {
  await begin(FIRST);
  await cleanUpload(FIRST, 1);
  const prefixes = Array.from({ length: BUCKETS }, (_, bucket) => cleanPrefix('orders', bucket));
  const list = async () => (await Promise.all(prefixes.map((prefix) => services.lake.list(prefix)))).flat();
  const [first] = await list();
  await services.lake.putJson(first?.key.replace(/[^/]+$/, '0.parquet') ?? '', 'of an earlier version');
  await cleanUpload(FIRST, 2);

  const files = await list();
  expect(files.map(({ key }) => key)).not.toContain(first?.key);
  expect(currentFiles(files)).toEqual(files);
});

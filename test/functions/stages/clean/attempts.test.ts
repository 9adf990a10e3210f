import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clean } from '../../../../functions/stages/clean/clean.ts';
import type { WithDatabase } from '../../../../shared/adapters/duckdb/duckdb.ts';
import { withDeadline } from '../../../../shared/adapters/invocation/deadline.ts';
import { createUploadId } from '../../../../shared/domain/intake/uploads.ts';
import { runFiles } from '../../../../shared/domain/run/runs.ts';
import type { ObjectStore } from '../../../../shared/ports/objects.ts';
import { runningRun, type Services, startServices } from '../../services.ts';

const RUN = '20260801T000000000Z-00000001';
const FIFTEEN_MINUTES = 890_000;
const upload = { key: 'inbox/orders/a.csv', etag: 'e', bytes: 50, lastModified: '2026-07-31T00:00:00.000Z' };
const uploadId = createUploadId(upload);

let services: Services;
let attempts: number;
beforeEach(async () => {
  services = await startServices();
  attempts = 0;
  await services.withDatabase(async ({ directory }) => {
    await writeFile(`${directory}/a`, 'customer_id,order_id,order_date,amount\n1,1,2026-07-01,5');
    await services.inbox.upload(`${directory}/a`, upload.key, 'text/csv');
  });
  await services.lake.putJson(runFiles.manifest(RUN), [upload]);
  await services.lake.putJson(runFiles.policy(RUN), {});
  await services.runs.putRun(runningRun(RUN, '2026-07-31'));
});
afterEach(() => services.close());

/** Cleans the upload as an invocation. @param more what is different from the services */
const invoke = (more: { inbox?: ObjectStore; withDatabase?: WithDatabase } = {}) => {
  const now = () => new Date(Date.UTC(2026, 7, 1, 0, attempts)).toISOString();
  attempts++;
  const ports = services.as('stages/clean', { idSecret: async () => Buffer.from('a key'), ...more });
  return clean({ runId: RUN, uploadId }, { ...ports, now });
};

const reportOf = () => services.lake.getJson(runFiles.report(RUN, uploadId));
const failing = (message: string): ObjectStore => ({
  ...services.inbox,
  async fileFor() {
    throw new Error(message);
  },
});

/** An invocation that is killed: nothing of it happens any more. */
async function killed(): Promise<void> {
  const begun = Promise.withResolvers<void>();
  const inbox: ObjectStore = {
    ...services.inbox,
    fileFor: () => {
      begun.resolve();
      return new Promise(() => {});
    },
  };
  await withDeadline(FIFTEEN_MINUTES, () => Promise.race([invoke({ inbox }), begun.promise]));
}

it('rejects an upload in the third attempt when two were killed, with what to do', async () => {
  await killed();
  await killed();

  expect(await withDeadline(FIFTEEN_MINUTES, () => invoke())).toEqual({ status: 'rejected' });
  expect(await reportOf()).toMatchObject({
    error: 'UnreadableUploadError',
    message:
      'Cleaning the file took longer than 15 minutes, or more memory or disk than there is, twice: split it with `npm run split -- FILE --to DIR`, which keeps the lines of an order together',
  });
});

it('cleans an upload after one attempt was killed, and forgets that', async () => {
  await killed();
  expect(await withDeadline(FIFTEEN_MINUTES, () => invoke())).toEqual({ status: 'cleaned' });
  await killed();

  expect(await withDeadline(FIFTEEN_MINUTES, () => invoke())).toEqual({ status: 'cleaned' });
});

it('tries again by another policy', async () => {
  await killed();
  await killed();
  await services.runs.setFields(RUN, { policy_hash: 'another' });

  expect(await withDeadline(FIFTEEN_MINUTES, () => invoke())).toEqual({ status: 'cleaned' });
});

it('does not count attempts that failed for another reason', async () => {
  for (let n = 0; n < 3; n++) {
    const attempt = withDeadline(FIFTEEN_MINUTES, () => invoke({ inbox: failing('Slow down') }));
    await expect(attempt).rejects.toThrow('Slow down');
  }

  expect(await withDeadline(FIFTEEN_MINUTES, () => invoke())).toEqual({ status: 'cleaned' });
});

it('counts attempts that ran out of memory, also where there is no time limit', async () => {
  const inbox = failing('Out of Memory Error: failed to allocate data of size 16.0 MiB');
  await expect(invoke({ inbox })).rejects.toThrow('Out of Memory');
  await expect(invoke({ inbox })).rejects.toThrow('Out of Memory');

  expect(await invoke({ inbox })).toEqual({ status: 'rejected' });
  expect(await reportOf()).toMatchObject({ message: expect.stringMatching(/^Cleaning the file took more memory/) });
});

it('does not count attempts that a person ends on one machine', async () => {
  const left = [invoke, invoke].map((attempt) => {
    const begun = Promise.withResolvers<void>();
    const fileFor = () => {
      begun.resolve();
      return new Promise<void>(() => {});
    };
    void attempt({ inbox: { ...services.inbox, fileFor } });
    return begun.promise;
  });
  await Promise.all(left);

  expect(await invoke()).toEqual({ status: 'cleaned' });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failRun } from '../../../../functions/stages/fail-run/fail-run.ts';
import { createUploadId } from '../../../../shared/domain/intake/uploads.ts';
import { runFiles } from '../../../../shared/domain/run/runs.ts';
import { each, state } from '../../api/query/api-table.ts';
import { fakeEvents, fakeMachine } from '../../fakes.ts';
import { executionNamed, runningRun, type Services, startServices } from '../../services.ts';

const RUN = '20260901T000000000Z-00000001';
const NOW = '2026-09-01T00:05:00.000Z';
const execution = executionNamed('one');
const lock = { execution_arn: execution.arn, run_id: RUN, lease_until: '2026-09-01T01:00:00.000Z' };
const failed = {
  state: 'fit-model',
  caught: { Error: 'NoOrdersError', Cause: '{"errorType":"NoOrdersError","errorMessage":"No purchase","trace":[]}' },
};

let services: Services;
let started: object[];
let published: object[];
let fail: () => ReturnType<typeof failRun>;
beforeEach(async () => {
  services = await startServices();
  const machine = fakeMachine();
  const events = fakeEvents();
  [started, published] = [machine.started, events.published];
  fail = () =>
    failRun({ execution, failed }, { ...services.as('stages/fail-run', { ...machine, ...events }), now: () => NOW });
  await services.runs.takeLock(lock, '2026-09-01T00:00:00.000Z');
});
afterEach(() => services.close());

describe('a failed run with a good and a rejected upload', () => {
  beforeEach(async () => {
    await services.inbox.putJson('inbox/good.csv', 1);
    await services.inbox.putJson('inbox/bad.csv', 2);
    const uploads = await services.inbox.list('inbox/');
    await services.runs.putRun(runningRun(RUN, '2026-08-31'));
    await services.lake.putJson(runFiles.policy(RUN), {});
    await services.lake.putJson(runFiles.manifest(RUN), uploads);
    for (const upload of uploads.filter(({ key }) => key === 'inbox/bad.csv')) {
      const upload_id = createUploadId(upload);
      const named = { upload_id, key: upload.key, file: 'bad.csv', bytes: upload.bytes };
      const rejected = { ...named, status: 'rejected', error: 'EmptyUploadError', message: 'No row' };
      await services.lake.putJson(runFiles.report(RUN, upload_id), rejected);
    }
  });

  it('has the state and reason, in the table and on the bus', async () => {
    const failure = { error: 'NoOrdersError', message: 'No purchase' };

    expect(await fail()).toEqual({ runId: RUN, ...failure });
    expect(await services.runs.getRun(RUN)).toMatchObject({
      ...{ status: 'failed', ended_at: NOW, failed_state: 'fit-model' },
      ...failure,
    });
    expect(published).toEqual([{ type: 'Run Failed', detail: { run_id: RUN, failed_state: 'fit-model', ...failure } }]);
  });

  it('enters only the rejected upload into the ledger', async () => {
    await fail();

    expect(await services.runs.ledgerOf('inbox/bad.csv')).toMatchObject([{ status: 'rejected', run_id: RUN }]);
    expect(await services.runs.ledgerOf('inbox/good.csv')).toEqual([]);
  });

  it('releases the lock and does not restart itself for uploads it has seen', async () => {
    await fail();

    expect(await services.runs.getLock()).toBeUndefined();
    expect(started).toEqual([]);
  });

  it('starts the next execution for an upload it has not seen', async () => {
    await services.inbox.putJson('inbox/late.csv', 3);
    await fail();

    expect(started).toEqual([{ source: 'strata.follow-up' }]);
  });

  it('keeps the previous run current', async () => {
    await services.runs.makeCurrent('20260801T000000000Z-00000001');
    await fail();

    expect((await services.runs.getCurrent()).run_id).toBe('20260801T000000000Z-00000001');
  });
});

it('stores a failed run even if none was opened, and releases the lock', async () => {
  await fail();

  expect(await services.runs.getRun(RUN)).toMatchObject({
    ...{ status: 'failed', source: 'unknown', error: 'NoOrdersError', started_at: execution.startedAt },
  });
  expect([await services.runs.getLock(), started]).toEqual([undefined, []]);
});

it("does not change another execution's lock and run, and reports no failure", async () => {
  await services.runs.freeLock(execution.arn);
  const other = { ...lock, execution_arn: executionNamed('two').arn };
  await services.runs.takeLock(other, '2026-09-01T00:00:00.000Z');

  expect((await fail()).runId).toBe('');
  expect([await services.runs.getLock(), await services.runs.getRun(RUN)]).toEqual([other, undefined]);
  expect(published).toEqual([]);
});

it('removes customers with a pending erasure, since the run may have published them again', async () => {
  const published = { state: state('17850', 'VIP', 99), before: undefined, tierChange: undefined };
  await services.customers.write(RUN, 0, each([published]));
  await services.erasures.put({ erasure_id: 'one', customer_id: '17850', asked_at: NOW });
  await fail();

  expect(await services.customers.holds('17850')).toBe(false);
});

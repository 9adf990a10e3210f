import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkQuality } from '../../../../functions/stages/check-quality/check-quality.ts';
import { failRun } from '../../../../functions/stages/fail-run/fail-run.ts';
import { openRun } from '../../../../functions/stages/open-run/open-run.ts';
import { runFiles } from '../../../../shared/domain/run/runs.ts';
import { GateError } from '../../../../shared/errors.ts';
import { fakeEvents, fakeMachine } from '../../fakes.ts';
import { executionNamed, type Row, type Services, startServices } from '../../services.ts';
import { putCleanedRun, type Upload } from './reports.ts';

const JUNE_RUN = '20260701T000000000Z-00000001';
const RUN = '20260801T000000000Z-00000002';
const LATER_RUN = '20260802T000000000Z-00000003';

const june: Upload = { name: 'june.csv', days: ['2026-06-01', '2026-06-30'], kept: 300 };
const july: Upload = { name: 'july.csv' };
const bad: Upload = { name: 'bad.csv', kept: 200, quarantined: 110 };

let services: Services;
beforeEach(async () => {
  services = await startServices();
});
afterEach(() => services.close());

const check = (runId: string) => checkQuality({ runId }, services.as('stages/check-quality'));
const qualityOf = async (runId: string) => (await services.lake.getJson(runFiles.quality(runId))) as Row;
const cleanFiles = async () => (await services.lake.list('clean/')).map(({ key }) => key);

async function acceptUploads(runId: string, uploads: readonly Upload[], wishes = {}): Promise<void> {
  await putCleanedRun(services, runId, uploads, wishes);
  await check(runId);
  await services.runs.makeCurrent(runId);
}

describe('a first run', () => {
  it('passes, and writes the quality of its uploads', async () => {
    await putCleanedRun(services, RUN, [july]);

    expect(await check(RUN)).toEqual({ verdict: 'passed' });
    expect(await qualityOf(RUN)).toMatchObject({
      run_id: RUN,
      as_of: '2026-07-31',
      previous_run_id: null,
      totals: { uploads: 1, rejected: 0, rows: 310, kept: 310, quarantined: 0, future: 0 },
      gate: { verdict: 'passed', findings: [] },
      drops: [{ dataset: 'orders', days: 31, rate: 10, usual: null, change: null }],
      uploads: [{ file: 'july.csv', status: 'cleaned', quality: { timeliness: { first_on: '2026-07-01' } } }],
    });
    expect(await services.runs.getRun(RUN)).toMatchObject({ gate: 'passed' });
  });

  it('counts rejected uploads, and passes even without any other', async () => {
    await putCleanedRun(services, RUN, []);
    const rejected = {
      upload_id: 'x',
      key: 'inbox/x',
      file: 'x',
      bytes: 1,
      status: 'rejected',
      error: 'E',
      message: 'M',
    };
    await services.lake.putJson(runFiles.report(RUN, 'x'), rejected);

    expect(await check(RUN)).toEqual({ verdict: 'passed' });
    expect(await qualityOf(RUN)).toMatchObject({ totals: { uploads: 1, rejected: 1, rows: 0 }, uploads: [rejected] });
  });

  it('accepts reports without quality figures', async () => {
    const [id = ''] = await putCleanedRun(services, RUN, [july]);
    const { quality, ...report } = (await services.lake.getJson(runFiles.report(RUN, id))) as Row;
    await services.lake.putJson(runFiles.report(RUN, id), report);

    await check(RUN);

    expect(await qualityOf(RUN)).toMatchObject({ uploads: [report], drops: [] });
  });
});

describe('a later run', () => {
  beforeEach(() => acceptUploads(JUNE_RUN, [june]));

  it('is compared with the visible run', async () => {
    await putCleanedRun(services, RUN, [july]);
    await check(RUN);

    expect(await qualityOf(RUN)).toMatchObject({
      previous_run_id: JUNE_RUN,
      drops: [{ usual: 10, change: 1 }],
      history: {
        datasets: { orders: { first_on: '2026-06-01', last_on: '2026-07-31', drops: [{ kept: 300 }, { kept: 310 }] } },
        currencies: ['EUR'],
      },
    });
  });

  it('gives the same result when retried', async () => {
    await putCleanedRun(services, RUN, [july]);
    await check(RUN);
    const first = await qualityOf(RUN);
    await check(RUN);

    expect(await qualityOf(RUN)).toEqual(first);
  });

  it('does not count uploads of a failed run', async () => {
    await putCleanedRun(services, RUN, [july]);
    await check(RUN);
    await putCleanedRun(services, LATER_RUN, [july]);
    await check(LATER_RUN);

    const { drops } = (await qualityOf(LATER_RUN)).history.datasets.orders;
    expect(drops.map(({ run_id }: Row) => run_id)).toEqual([JUNE_RUN, LATER_RUN]);
  });

  it('does not count uploads again that the visible run counted but could not enter into the ledger', async () => {
    await putCleanedRun(services, RUN, [june]);
    await check(RUN);

    expect((await qualityOf(RUN)).history).toEqual((await qualityOf(JUNE_RUN)).history);
  });

  it('carries over the history if it has no upload', async () => {
    await putCleanedRun(services, RUN, []);
    await check(RUN);

    expect((await qualityOf(RUN)).history).toEqual((await qualityOf(JUNE_RUN)).history);
  });

  it('starts over after a run of a version without a history', async () => {
    const { history, gate, drops, previous_run_id, ...old } = await qualityOf(JUNE_RUN);
    await services.lake.putJson(runFiles.quality(JUNE_RUN), old);
    await putCleanedRun(services, RUN, [july]);

    expect(await check(RUN)).toEqual({ verdict: 'passed' });
    expect((await qualityOf(RUN)).history.datasets.orders.drops).toMatchObject([{ run_id: RUN }]);
  });
});

describe('a run with findings', () => {
  beforeEach(() => acceptUploads(JUNE_RUN, [june]));

  const hold = () =>
    check(RUN).then(
      () => '',
      (error: Error) => (error instanceof GateError ? error.message : String(error)),
    );

  it('is held, and names every finding and how to release it', async () => {
    const more: Upload = { name: 'more.csv', quality: { currencies: { USD: 310 } } };
    await putCleanedRun(services, RUN, [bad, more]);

    const message = await hold();

    expect(message).toContain('2 findings');
    expect(message).toContain('- bad.csv: 110 of 310 rows are quarantined (bad_date 110)');
    expect(message).toContain('- more.csv: 310 rows are in USD');
    expect(message).toContain('POST /v1/runs with {"accept_gate": true} or npm start -- --accept-gate');
    expect(await qualityOf(RUN)).toMatchObject({ gate: { verdict: 'held', findings: [{ value: 110 / 310 }, {}] } });
    expect(await services.runs.getRun(RUN)).toMatchObject({ gate: 'held' });
  });

  it('sets the clean rows of its uploads aside, and no others', async () => {
    const [id] = await putCleanedRun(services, RUN, [bad]);
    const before = await cleanFiles();
    await hold();

    expect(before.length).toBe(2);
    expect(await cleanFiles()).toEqual(before.filter((key) => !key.includes(`upload=${id}/`)));
  });

  it('continues if they were accepted, and still names them', async () => {
    await putCleanedRun(services, RUN, [bad], { accept_gate: true });

    expect(await check(RUN)).toEqual({ verdict: 'accepted' });
    expect(await qualityOf(RUN)).toMatchObject({
      gate: { verdict: 'accepted', findings: [{ check: 'quarantined-share' }] },
    });
    expect((await cleanFiles()).length).toBe(2);
  });

  it('continues if the policy allows them', async () => {
    await putCleanedRun(services, RUN, [bad], { policy: { gate: { maxQuarantinedShare: 0.5 } } });

    expect(await check(RUN)).toEqual({ verdict: 'passed' });
  });

  it('knows a currency for which the policy has a rate', async () => {
    const dollars: Upload = { name: 'more.csv', quality: { currencies: { USD: 310 } } };
    await putCleanedRun(services, RUN, [dollars], { policy: { currency: { code: 'EUR', rates: { USD: 0.9 } } } });

    expect(await check(RUN)).toEqual({ verdict: 'passed' });
  });

  it('names at most fifty of them', async () => {
    const many = Array.from({ length: 60 }, (_, index) => ({ ...bad, name: `bad-${index}.csv` }));
    await putCleanedRun(services, RUN, many);

    const message = await hold();

    // 60 for their rows, and one for their total size.
    expect(message.match(/^- (orders|bad)/gm)?.length).toBe(50);
    expect(message).toContain('- and 11 more');
  });
});

describe('a held run', () => {
  const execution = executionNamed('two');
  const now = () => '2026-08-01T00:05:00.000Z';
  const settings = { now, buckets: 1, settleSeconds: 0, leaseSeconds: 3600 };

  const open = (trigger: object, name = 'two') =>
    openRun(
      { execution: executionNamed(name), trigger: { source: 'aws.s3', ...trigger }, previousCheck: {} },
      { ...services.as('stages/open-run', fakeMachine()), ...settings },
    );

  async function holdAndFail() {
    const { runId } = await open({});
    await putCleanedRun(services, runId, [bad]);
    const error = (await check(runId).catch((thrown: Error) => thrown)) as Error;
    const caught = {
      Error: error.name,
      Cause: JSON.stringify({ errorType: error.name, errorMessage: error.message, trace: [] }),
    };
    const { machine, started } = fakeMachine();
    const failed = { state: 'check-quality', caught };
    await failRun({ execution, failed }, { ...services.as('stages/fail-run', { machine, ...fakeEvents() }), now });
    return { runId, started, message: error.message };
  }

  beforeEach(async () => {
    await acceptUploads(JUNE_RUN, []);
    await services.inbox.putJson('inbox/bad.csv', 'bad.csv');
  });

  it('fails with the complete message, and readers keep the previous run', async () => {
    const { runId, message } = await holdAndFail();

    const run = await services.runs.getRun(runId);
    expect(run).toMatchObject({ status: 'failed', failed_state: 'check-quality', error: 'GateError', message });
    expect((await services.runs.getCurrent()).run_id).toBe(JUNE_RUN);
  });

  it('releases the lock and does not restart itself', async () => {
    const { started } = await holdAndFail();

    expect([await services.runs.getLock(), started]).toEqual([undefined, []]);
  });

  it('leaves its uploads to the run that accepts them', async () => {
    await holdAndFail();
    const { outcome, runId, uploads } = await open({ source: 'strata.api', acceptGate: true }, 'three');
    await putCleanedRun(services, runId, [bad], { accept_gate: true });

    expect({ outcome, uploads: uploads.length }).toEqual({ outcome: 'opened', uploads: 1 });
    expect(await services.runs.ledgerOf('inbox/bad.csv')).toEqual([]);
    expect(await check(runId)).toEqual({ verdict: 'accepted' });
  });
});

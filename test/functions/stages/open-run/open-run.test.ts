import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRun } from '../../../../functions/stages/open-run/open-run.ts';
import { runFiles } from '../../../../shared/domain/run/runs.ts';
import { PolicyError } from '../../../../shared/errors.ts';
import { fakeMachine } from '../../fakes.ts';
import { executionNamed, type Services, startServices } from '../../services.ts';

const NOW = '2026-09-01T06:00:00.000Z';
const one = executionNamed('one');
const two = executionNamed('two');

let services: Services;
beforeEach(async () => {
  services = await startServices();
});
afterEach(() => services.close());

interface Look {
  execution?: typeof one;
  trigger?: { source: string; asOf?: string; acceptGate?: boolean };
  waiting?: string;
  checks?: number;
  running?: string[];
  now?: string;
  settleSeconds?: number;
  buckets?: number;
  runs?: Services['runs'];
}

const open = ({ execution = one, running = [], now = NOW, settleSeconds = 0, buckets = 4, runs, ...look }: Look = {}) =>
  openRun(
    {
      execution,
      trigger: look.trigger ?? { source: 'aws.s3' },
      previousCheck: { waiting: look.waiting, checks: look.checks },
    },
    {
      ...services.as('stages/open-run', fakeMachine(...running)),
      ...(runs && { runs }),
      now: () => now,
      buckets,
      settleSeconds,
      leaseSeconds: 3600,
    },
  );
const drop = (name: string) => services.inbox.putJson(`inbox/${name}`, name);

describe('with an upload', () => {
  beforeEach(() => drop('orders.csv'));

  it('opens a run with its uploads and buckets', async () => {
    const { outcome, runId, uploads, buckets } = await open();

    expect({ outcome, buckets }).toEqual({ outcome: 'opened', buckets: [0, 1, 2, 3] });
    expect(uploads).toEqual([expect.stringMatching(/^\d{8}T\d{9}Z-[\da-f]{12}$/)]);
    expect(await services.lake.getJson(runFiles.manifest(runId))).toMatchObject([{ key: 'inbox/orders.csv' }]);
    expect(await services.runs.getRun(runId)).toMatchObject({ status: 'running', uploads: 1, execution_arn: one.arn });
  });

  it('refuses another number of customer buckets than the first run, and says what to do', async () => {
    const { runId } = await open();
    await services.runs.setFields(runId, { status: 'succeeded' });
    await services.runs.freeLock(one.arn);
    await drop('more-orders.csv');

    await expect(open({ execution: two, buckets: 8 })).rejects.toThrow(
      /^The lake has 4 customer buckets, and this deployment is configured for 8: set "buckets" to 4 in cdk\.json/,
    );
    expect((await services.runs.listRuns(10)).map(({ run_id }) => run_id)).toEqual([runId]);
    await services.runs.freeLock(two.arn);
    expect(await open({ execution: two })).toMatchObject({ outcome: 'opened', buckets: [0, 1, 2, 3] });
  });

  it('stores the overrides set by the API until then', async () => {
    const pin = { kind: 'pin', tier: 'gold', reason: 'why', author: 'who', expires_on: null, set_at: NOW } as const;
    await services.overrides.put({ ...pin, customer_id: '顾客/7' });
    const { runId } = await open();
    await services.overrides.put({ kind: 'none', customer_id: '17850', set_at: NOW });

    expect(await services.lake.getJson(runFiles.overrides(runId))).toEqual([{ ...pin, customer_id: '顾客/7' }]);
  });

  it('turns a second execution away while the first one runs', async () => {
    const { runId } = await open();
    const second = await open({ execution: two, running: [one.arn] });

    expect(second).toMatchObject({ outcome: 'busy', runId: '', uploads: [] });
    expect(await services.runs.getLock()).toMatchObject({ execution_arn: one.arn, run_id: runId });
  });

  it('gives a retried execution the same run', async () => {
    const { runId } = await open();

    expect(await open({ now: '2026-09-01T06:00:30.000Z' })).toMatchObject({ outcome: 'opened', runId });
  });

  it('takes over the lock of an execution that ended, and marks its run as abandoned', async () => {
    const dead = await open();
    const { outcome, runId, uploads } = await open({ execution: two });

    expect({ outcome, uploads }).toEqual({ outcome: 'opened', uploads: dead.uploads });
    expect(await services.runs.getRun(dead.runId)).toMatchObject({
      status: 'failed',
      error: 'Abandoned',
      message: `Its execution was stopped (new release); run ${runId} takes up its uploads`,
      ended_at: NOW,
    });
    expect(await services.runs.getLock()).toMatchObject({ execution_arn: two.arn, run_id: runId, took_over: true });
  });

  it('closes the run of an execution that was stopped after the run became current', async () => {
    const { runId: stopped } = await open();
    await services.runs.makeCurrent(stopped);
    const { runId } = await open({ execution: two });

    expect(await services.runs.getRun(stopped)).toMatchObject({
      status: 'succeeded',
      message: `Its execution was stopped (new release) after its tiers were published; run ${runId} closed it`,
      ended_at: NOW,
    });
    expect(await services.runs.ledgerOf('inbox/orders.csv')).toMatchObject([{ status: 'taken-in', run_id: stopped }]);
  });

  it('ends the abandoned run even if its first attempt was interrupted after taking the lock', async () => {
    const dead = await open();
    const setFields = async () => {
      throw new Error('Interrupted');
    };
    await expect(open({ execution: two, runs: { ...services.runs, setFields } })).rejects.toThrow('Interrupted');
    await open({ execution: two });

    expect(await services.runs.getRun(dead.runId)).toMatchObject({ status: 'failed', error: 'Abandoned' });
  });

  it('takes over the lock of a running execution only after its lease', async () => {
    await open();
    const within = await open({ execution: two, running: [one.arn], now: '2026-09-01T06:59:59.999Z' });
    const past = await open({ execution: two, running: [one.arn], now: '2026-09-01T07:00:00.001Z' });

    expect([within.outcome, past.outcome]).toEqual(['busy', 'opened']);
  });

  it('keeps the final state of an abandoned run', async () => {
    const dead = await open();
    await services.runs.setFields(dead.runId, { status: 'succeeded' });
    await open({ execution: two });

    expect(await services.runs.getRun(dead.runId)).toMatchObject({ status: 'succeeded' });
  });

  it('waits until two checks of the inbox give the same result', async () => {
    const first = await open({ settleSeconds: 20 });
    await drop('more.csv');
    const grown = await open({ settleSeconds: 20, waiting: first.waiting });
    const settled = await open({ settleSeconds: 20, waiting: grown.waiting });

    expect([first.outcome, grown.outcome, settled.outcome]).toEqual(['settling', 'settling', 'opened']);
    expect(settled.uploads.length).toBe(2);
  });

  it('opens a run after ten waits even if uploads keep arriving', async () => {
    const outcomes: string[] = [];
    let checks = 0;
    for (let n = 0; n < 11; n++) {
      await drop(`steady-${n}.csv`);
      const check = await open({ settleSeconds: 60, checks, waiting: 'changed since' });
      checks = check.checks;
      outcomes.push(check.outcome);
    }

    expect(outcomes).toEqual([...Array(10).fill('settling'), 'opened']);
  });

  it('forgets ledger entries of objects that have left the inbox', async () => {
    const entry = { upload_id: 'u', last_modified: NOW, status: 'taken-in', run_id: 'r', policy_hash: 'p' } as const;
    await services.runs.putLedgerEntry({ ...entry, key: 'inbox/expired.csv', etag: 'e' });
    await services.inbox.putJson('inbox/kept.csv', 1);
    const [kept] = (await services.inbox.list('inbox/')).filter(({ key }) => key === 'inbox/kept.csv');
    await services.runs.putLedgerEntry({ ...entry, key: 'inbox/kept.csv', etag: kept?.etag ?? '' });
    await open();

    expect((await services.runs.listLedger()).map(({ key }) => key)).toEqual(['inbox/kept.csv']);
  });

  it.each([
    ['{"windowMonths": 12, "windowMonths": 24}', 'windowMonths occurs twice'],
    ['{"windowMonths": 12', 'policy.json is invalid'],
    [`{"tiers": ${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 'tiers has more than 64 levels'],
  ])('fails with PolicyError on the policy file %.45s', async (policy, message) => {
    await services.lake.receive(Readable.from([Buffer.from(policy)]), 'policy.json', 'application/json');

    await expect(open()).rejects.toThrow(PolicyError);
    await expect(open()).rejects.toThrow(message);
  });

  it('fails with PolicyError on an invalid policy, and keeps the lock for fail-run', async () => {
    await services.lake.putJson('policy.json', { windowMonths: -1 });

    await expect(open()).rejects.toThrow(PolicyError);
    expect(await services.runs.getLock()).toMatchObject({ execution_arn: one.arn });
  });
});

describe('without an upload', () => {
  it('releases the lock and opens no run', async () => {
    const { outcome, runId } = await open();

    expect(outcome).toBe('nothing-new');
    expect([await services.runs.getLock(), await services.runs.getRun(runId)]).toEqual([undefined, undefined]);
  });

  it("opens a scheduled run for its date in the policy's time zone", async () => {
    // 31 August 20:00 in UTC is 1 September 04:00 in Shanghai.
    await services.lake.putJson('policy.json', { timeZone: 'Asia/Shanghai' });
    const { outcome, runId } = await open({ trigger: { source: 'strata.schedule' } });

    expect(outcome).toBe('opened');
    expect(await services.runs.getRun(runId)).toMatchObject({ as_of_requested: '2026-09-01', uploads: 0 });
  });

  it('opens a requested run for the requested date', async () => {
    const { runId } = await open({ trigger: { source: 'strata.api', asOf: '2026-06-30' } });

    expect(await services.runs.getRun(runId)).toMatchObject({ as_of_requested: '2026-06-30', source: 'strata.api' });
  });

  it('stores whether gate findings are accepted, only if requested', async () => {
    const { runId } = await open({ trigger: { source: 'strata.api', acceptGate: true } });
    await services.runs.freeLock(one.arn);
    const later = await open({ execution: two, trigger: { source: 'strata.api' }, now: '2026-09-02T06:00:00.000Z' });

    expect(await services.runs.getRun(runId)).toMatchObject({ accept_gate: true });
    expect(await services.runs.getRun(later.runId)).not.toHaveProperty('accept_gate');
  });

  it('repeats the work of an execution that ended', async () => {
    await open({ trigger: { source: 'strata.api' } });

    expect(await open({ execution: two })).toMatchObject({ outcome: 'opened', uploads: [] });
  });

  it('starts with the newest order date of the visible run', async () => {
    const { runId: before } = await open({ trigger: { source: 'strata.api' } });
    await services.runs.setFields(before, { status: 'succeeded', newest_order_on: '2026-07-31' });
    await services.runs.makeCurrent(before);
    await services.runs.freeLock(one.arn);
    const { runId } = await open({
      execution: two,
      trigger: { source: 'strata.api' },
      now: '2026-09-02T06:00:00.000Z',
    });

    expect(await services.runs.getRun(runId)).toMatchObject({ newest_order_on: '2026-07-31' });
  });
});

describe('whatever the clock says', () => {
  /** Opens a run for a request. @returns its id */
  async function opened(execution: typeof one, now: string): Promise<string> {
    const { runId } = await open({ execution, now, trigger: { source: 'strata.api' } });
    await services.runs.freeLock(execution.arn);
    return runId;
  }

  it.each([
    ['a year ahead', '2027-09-01T06:00:00.000Z'],
    ['ten minutes ahead', '2026-09-01T06:10:00.000Z'],
  ])('gives a run a later id than one under a clock %s', async (_, ahead) => {
    const before = await opened(one, ahead);
    const first = await opened(two, NOW);
    const second = await opened(one, '2026-09-01T06:00:00.001Z');

    expect([before, first, second].toSorted()).toEqual([before, first, second]);
    expect([first.slice(0, 4), second.slice(0, 4)]).toEqual([ahead.slice(0, 4), ahead.slice(0, 4)]);
  });

  it('gives a later id than a run that another execution completes while this one takes the lock', async () => {
    let other: string | undefined;
    const runs: typeof services.runs = {
      ...services.runs,
      async takeLock(...args) {
        if (args[0].execution_arn === one.arn) other ??= await opened(two, '2027-09-01T06:00:00.000Z');
        return services.runs.takeLock(...args);
      },
    };
    const { outcome, runId } = await openRun(
      { execution: one, trigger: { source: 'strata.api' }, previousCheck: { waiting: null } },
      {
        ...services.as('stages/open-run', fakeMachine()),
        runs,
        now: () => NOW,
        buckets: 4,
        settleSeconds: 0,
        leaseSeconds: 3600,
      },
    );

    expect(outcome).toBe('opened');
    expect(runId > String(other)).toBe(true);
    expect(await services.runs.getLock()).toMatchObject({ execution_arn: one.arn, run_id: runId, took_over: false });
  });

  it('gives an execution that was killed before its run id was recorded a new one', async () => {
    await services.runs.takeLock(
      { execution_arn: one.arn, run_id: '20260901T055900000Z-00000000', lease_until: '2026-09-01T07:00:00.000Z' },
      NOW,
    );
    const last = await opened(two, NOW);
    const runId = await opened(one, NOW);

    expect(runId > last).toBe(true);
  });
});

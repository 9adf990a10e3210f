import { Readable } from 'node:stream';
import { SFNClient } from '@aws-sdk/client-sfn';
import { wakeWorkflow } from '../../functions/events/wake-workflow/wake-workflow.ts';
import { openRun } from '../../functions/stages/open-run/open-run.ts';
import { stateMachine } from '../../shared/adapters/aws/state-machine.ts';
import type { Run } from '../../shared/adapters/tables/run-table.ts';
import type { Trigger } from '../../shared/contracts.ts';
import type { ObjectStore, StoredObject } from '../../shared/ports/objects.ts';
import { enterIntoLedger } from '../../shared/run/ledger.ts';
import { releaseRunLock } from '../../shared/run/release-run-lock.ts';
import type { Services } from '../functions/services.ts';
import { tokenBucket } from './token-bucket.ts';

const ARN = 'arn:aws:states:eu-central-1:000000000000:stateMachine:segmentation';
const START = Date.UTC(2026, 7, 1);
/** Quotas of Step Functions in most regions: requests at once, and each second. */
const QUOTAS = { StartExecutionCommand: [800, 150], DescribeExecutionCommand: [250, 10] } as const;
const SECOND = 1000;
/** As the stack sets them. */
const SETTLE_SECONDS = 60;
const COLLECT_MS = 10 * SECOND;
const BATCHES_AT_A_TIME = 2;
const RETRY_AFTER_MS = 180 * SECOND;
/** 6 MB, the most that Lambda takes, of 750 bytes each. */
const BATCH = 8000;
const RUN_MS = 300 * SECOND;

/** Calls back at times of a clock that jumps from one to the next. */
function simulatedClock() {
  const agenda: { at: number; work: () => Promise<void> | void }[] = [];
  let instant = START;
  return {
    now: () => instant,
    iso: () => new Date(instant).toISOString(),
    after(milliseconds: number, work: () => Promise<void> | void): void {
      agenda.push({ at: instant + milliseconds, work });
    },
    async run(): Promise<void> {
      for (;;) {
        agenda.sort((a, b) => a.at - b.at);
        const next = agenda.shift();
        if (!next) return;
        instant = Math.max(instant, next.at);
        await next.work();
      }
    },
  };
}

/**
 * Uploads files and lets the workflow take them in, on a simulated clock: the queue, Step Functions with its quotas, and the real
 * functions that start, open and release a run. What lies between those takes five minutes.
 * @param arrivals when each upload arrives, in milliseconds
 * @param collects whether a queue collects upload events; otherwise each starts an execution
 */
export async function simulateUploads(services: Services, arrivals: readonly number[], { collects = true } = {}) {
  const clock = simulatedClock();
  const quotas = Object.fromEntries(
    Object.entries(QUOTAS).map(([name, [size, refill]]) => [name, tokenBucket(size, refill, clock.now)]),
  );
  const counts = { executions: 0, failed: 0, throttled: 0 };
  const running = new Set<string>();
  const objects: StoredObject[] = [];
  const inbox = {
    list: async () => [...objects],
    readRange: async () => Readable.from([Buffer.from('a,b,')]),
  } as unknown as ObjectStore;

  const client = new SFNClient({ region: 'eu-central-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  client.middlewareStack.add(
    (_, { commandName = '' }) =>
      async ({ input }) => {
        if (!quotas[commandName]?.take()) {
          counts.throttled++;
          throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
        }
        const { executionArn = '', input: trigger } = input as { executionArn?: string; input?: string };
        if (trigger === undefined) {
          return { output: { status: running.has(executionArn) ? 'RUNNING' : 'SUCCEEDED' } as never, response: {} };
        }
        return { output: { executionArn: start(JSON.parse(trigger)) } as never, response: {} };
      },
    { step: 'initialize' },
  );
  const machine = stateMachine(ARN, client);

  function start(trigger: Trigger): string {
    const name = `execution-${++counts.executions}`;
    const arn = machine.executionArn(name);
    running.add(arn);
    const execution = { arn, name, startedAt: clock.iso() };
    clock.after(SECOND, () => check(execution, trigger, {}));
    return arn;
  }

  /** Open-run, in a loop while the inbox settles. A failure would be a `Run Failed` event. */
  async function check(
    execution: { arn: string; name: string; startedAt: string },
    trigger: Trigger,
    previousCheck: object,
  ) {
    try {
      const found = await openRun(
        { execution, trigger, previousCheck },
        {
          ...services,
          inbox,
          machine,
          now: clock.iso,
          buckets: 1,
          settleSeconds: SETTLE_SECONDS,
          leaseSeconds: 21_600,
        },
      );
      if (found.outcome === 'settling') clock.after(SETTLE_SECONDS * SECOND, () => check(execution, trigger, found));
      else if (found.outcome === 'opened') clock.after(RUN_MS, () => close(execution, found.runId));
      else running.delete(execution.arn);
    } catch {
      counts.failed++;
      running.delete(execution.arn);
    }
  }

  async function close(execution: { arn: string; name: string; startedAt: string }, runId: string): Promise<void> {
    const run = (await services.runs.getRun(runId)) as Run;
    await services.runs.makeCurrent(runId);
    await enterIntoLedger(services.lake, services.runs, run, []);
    await services.runs.setFields(runId, { status: 'succeeded' });
    await releaseRunLock(execution, runId, { ...services, inbox, machine });
    running.delete(execution.arn);
  }

  const wake = wakeWorkflow(machine);
  let [waiting, collecting] = [0, 0];
  function collect(): void {
    while (collecting < BATCHES_AT_A_TIME && waiting > 0) {
      collecting++;
      clock.after(COLLECT_MS, async () => {
        const batch = Math.min(waiting, BATCH);
        waiting -= batch;
        collecting--;
        if (batch === 0) return;
        await wake().catch(() => clock.after(RETRY_AFTER_MS, () => arrive(batch)));
        collect();
      });
    }
  }
  function arrive(events: number): void {
    waiting += events;
    collect();
  }

  for (const [n, at] of arrivals.entries()) {
    clock.after(at, async () => {
      objects.push({ key: `inbox/${n}.csv`, etag: `e${n}`, bytes: 1000, lastModified: clock.iso() });
      if (collects) arrive(1);
      else await wake().catch(() => {});
    });
  }
  await clock.run();
  const takenIn = (await services.runs.listLedger()).filter(({ status }) => status === 'taken-in').length;
  const runs = await services.runs.listRuns(100);
  return { ...counts, takenIn, runs: runs.length, minutes: Math.round((clock.now() - START) / 60_000) };
}

import type { OverrideTable } from '../../../shared/adapters/tables/override-table.ts';
import type { RunTable } from '../../../shared/adapters/tables/run-table.ts';
import { type Execution, source, type Trigger } from '../../../shared/contracts.ts';
import { calendarDay } from '../../../shared/domain/calendar/days.ts';
import { createUploadId, inboxDigest } from '../../../shared/domain/intake/uploads.ts';
import { policyHash } from '../../../shared/domain/policy/policy.ts';
import { createRunId, runFiles } from '../../../shared/domain/run/runs.ts';
import { InputError } from '../../../shared/errors.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import type { Workflow } from '../../../shared/ports/workflow.ts';
import { compareInbox } from '../../../shared/run/waiting-uploads.ts';
import { listArchiveFiles } from './archive-files.ts';
import { endAbandonedRun } from './end-abandoned-run.ts';
import { readStoredPolicy } from './stored-policy.ts';

interface Dependencies {
  inbox: ObjectStore;
  lake: ObjectStore;
  runs: RunTable;
  overrides: OverrideTable;
  machine: Workflow;
  now: () => string;
  buckets: number;
  settleSeconds: number;
  leaseSeconds: number;
}

interface Input {
  execution: Execution;
  trigger: Trigger;
  /** This state's previous result while the inbox settles. */
  previousCheck: { waiting?: string | null | undefined; checks?: number | null | undefined };
}

/** How often a run waits for the inbox to settle. Without a maximum, a steady feed would never be taken in. */
const MAX_WAITS = 10;
/** Ledger entries of expired objects that a run deletes; the next one deletes more. */
const MAX_REMOVED_ENTRIES = 5000;
/** Maximum number of uploads per run; the next run, started when this one ends, processes the rest. */
const UPLOADS_PER_RUN = 2000;

/**
 * Takes the lock, waits for the inbox to settle, but not for long, and lists the uploads of this run. An execution ends if another one holds the
 * lock or nothing is new; the lock's holder checks the inbox again before it ends.
 * @throws {InputError} when the lake was made with another number of customer buckets
 */
export async function openRun({ execution, trigger, previousCheck }: Input, dependencies: Dependencies) {
  const { inbox, lake, runs, overrides, now, buckets, settleSeconds } = dependencies;
  const result = { runId: '', waiting: '', checks: 0, settleSeconds, uploads: [] as string[], buckets: [] as number[] };

  const held = await takeLock(execution, dependencies);
  if (!held) return { ...result, outcome: 'busy' as const };
  const { runId, tookOver } = held;

  const policy = await readStoredPolicy(lake);
  const hash = policyHash(policy);
  const { waiting, gone } = await compareInbox(inbox, runs, hash);
  const digest = inboxDigest(waiting);
  const checks = (previousCheck.checks ?? 0) + 1;
  const isSettled = previousCheck.waiting === digest || checks > MAX_WAITS;
  if (settleSeconds > 0 && waiting.length > 0 && !isSettled) {
    return { ...result, outcome: 'settling' as const, runId, waiting: digest, checks };
  }
  const isRequested = trigger.source === source.schedule || trigger.source === source.request || tookOver;
  if (waiting.length === 0 && !isRequested) {
    await runs.freeLock(execution.arn);
    return { ...result, outcome: 'nothing-new' as const, runId };
  }

  assertSameBuckets(await runs.recordBuckets(buckets), buckets);
  // Set before reading the overrides, so that the run includes every override set earlier.
  const startedAt = now();
  await runs.removeLedgerEntries(gone.slice(0, MAX_REMOVED_ENTRIES));
  const uploads = await listArchiveFiles(inbox, runs, waiting, UPLOADS_PER_RUN);
  await lake.putJson(runFiles.policy(runId), policy);
  await lake.putJson(runFiles.manifest(runId), uploads);
  await lake.putJson(runFiles.overrides(runId), await overrides.all());
  const { run_id: visible } = await runs.getCurrent();
  const previous = visible === undefined ? undefined : await runs.getRun(visible);
  const requestedAsOf =
    trigger.source === source.schedule ? calendarDay(policy.timeZone, execution.startedAt) : trigger.asOf;
  await runs.putRun({
    run_id: runId,
    status: 'running',
    started_at: startedAt,
    source: trigger.source,
    execution_arn: execution.arn,
    policy_hash: hash,
    uploads: uploads.length,
    ...(requestedAsOf && { as_of_requested: requestedAsOf }),
    ...(trigger.acceptGate && { accept_gate: true }),
    ...(previous?.newest_order_on && { newest_order_on: previous.newest_order_on }),
  });
  return {
    ...result,
    outcome: 'opened' as const,
    runId,
    waiting: digest,
    uploads: uploads.map(createUploadId),
    buckets: Array.from({ length: buckets }, (_, bucket) => bucket),
  };
}

/**
 * The number of buckets decides where each customer's rows are: with another number, rows of earlier runs would not be found.
 * @throws {InputError} when the numbers differ
 */
function assertSameBuckets(recorded: number, configured: number): void {
  if (recorded === configured) return;
  throw new InputError(
    `The lake has ${recorded} customer buckets, and this deployment is configured for ${configured}: set "buckets" to ${recorded} in cdk.json and deploy again, or start over (docs/first-deploy.md#another-number-of-buckets)`,
  );
}

/**
 * @returns the run that this execution's lock belongs to, and whether the lock was taken over from an execution that ended
 *   without releasing it; undefined if another execution is working
 */
async function takeLock(
  execution: Execution,
  dependencies: Dependencies,
): Promise<{ runId: string; tookOver: boolean } | undefined> {
  const { runs, machine, now, leaseSeconds } = dependencies;
  const instant = now();
  const holder = await runs.getLock();
  const last = await runs.getLastRunId();
  const isOwn = holder?.execution_arn === execution.arn;
  const tookOver = isOwn ? (holder.took_over ?? false) : holder !== undefined;
  if (isOwn && holder.run_id === last) {
    if (holder.taken_from) await endAbandonedRun(holder.taken_from, last, instant, dependencies);
    return { runId: last, tookOver };
  }
  const takenFrom = isOwn ? holder.taken_from : holder;
  const lock = {
    execution_arn: execution.arn,
    run_id: createRunId(instant, execution.arn, last),
    lease_until: new Date(Date.parse(instant) + leaseSeconds * 1000).toISOString(),
    took_over: tookOver,
    ...(takenFrom && { taken_from: { execution_arn: takenFrom.execution_arn, run_id: takenFrom.run_id } }),
  };
  const isBusy = holder && !isOwn && holder.lease_until > instant && (await machine.isRunning(holder.execution_arn));
  if (isBusy || !(await runs.takeLock(lock, instant, holder?.execution_arn))) return undefined;
  // Another execution may have taken the lock, recorded a newer run and freed the lock since the last run was read.
  if (!(await runs.recordRunId(lock.run_id))) return takeLock(execution, dependencies);
  await runs.supersede(lock.run_id);

  if (takenFrom) await endAbandonedRun(takenFrom, lock.run_id, instant, dependencies);
  return { runId: lock.run_id, tookOver };
}

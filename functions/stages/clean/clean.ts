import { basename } from 'node:path';
import type { Database, WithDatabase } from '../../../shared/adapters/duckdb/duckdb.ts';
import { timeLimit } from '../../../shared/adapters/invocation/deadline.ts';
import type { RunTable } from '../../../shared/adapters/tables/run-table.ts';
import { calendarDay } from '../../../shared/domain/calendar/days.ts';
import { cleanTables, datasetDefinitions } from '../../../shared/domain/intake/datasets/datasets.ts';
import { createUploadId, isReplayable } from '../../../shared/domain/intake/uploads.ts';
import { parsePolicy } from '../../../shared/domain/policy/policy.ts';
import { cleaningAttempt, runFiles } from '../../../shared/domain/run/runs.ts';
import { ColumnsError, InputError } from '../../../shared/errors.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import { forgetHeld, releaseRows } from '../../../shared/run/held-rows.ts';
import { manifest, type UploadReport } from '../../../shared/run/reports.ts';
import { countAttempt } from './attempts.ts';
import { type Examined, examine } from './examine.ts';
import { fetchUpload } from './fetch-upload.ts';
import { storeParts } from './parts.ts';
import { writeQuarantine } from './quarantine.ts';

interface Dependencies {
  inbox: ObjectStore;
  lake: ObjectStore;
  runs: RunTable;
  withDatabase: WithDatabase;
  buckets: number;
  /** HMAC key for customer ids. */
  idSecret: () => Promise<Buffer>;
  now?: () => string;
}

/**
 * Cleans one upload: writes canonical rows to the lake by customer bucket, rejected rows to quarantine, and a report of the
 * outcome of every row. Rows that an earlier run has cleaned and holds are not cleaned again. An upload that is unreadable, or too
 * large for two attempts, is rejected as a whole, with the reason in its report.
 * @throws {StaleRunError} when a newer run has begun
 */
export async function clean(
  { runId, uploadId }: { runId: string; uploadId: string },
  dependencies: Dependencies,
): Promise<{ status: UploadReport['status'] }> {
  const { inbox, lake, runs, withDatabase, buckets, idSecret, now = () => new Date().toISOString() } = dependencies;
  const requireNewest = () => runs.requireNewest(runId);
  await requireNewest();
  const target = { uploadId, buckets, attempt: cleaningAttempt(runId, now()), requireNewest };
  const uploads = manifest.parse(await lake.getJson(runFiles.manifest(runId)));
  const upload = uploads.find((object) => createUploadId(object) === uploadId);
  if (!upload) throw new Error(`Upload ${uploadId} is not in the manifest of run ${runId}`);
  const policy = parsePolicy(await lake.getJson(runFiles.policy(runId)));
  const run = await runs.getRun(runId);
  if (!run) throw new Error(`There is no run ${runId}`);
  const attempt = { upload_id: uploadId, policy_hash: run.policy_hash ?? '', attempt_id: target.attempt };
  const named = {
    upload_id: uploadId,
    key: upload.key,
    file: basename(upload.entry?.path ?? upload.key),
    bytes: upload.entry?.bytes ?? upload.bytes,
    ...(uploads.length > 1 && { place: uploads.map(createUploadId).toSorted().indexOf(uploadId) + 1 }),
  };

  const released = await releaseRows(lake, uploadId, policy, requireNewest);
  const report = await withDatabase(async (database): Promise<UploadReport> => {
    if (released) {
      await copyQuarantine(lake, released.heldBy, { runId, uploadId }, database.directory);
      const { newest_order_on } = released.report;
      if (newest_order_on) await runs.reportNewestOrder(runId, newest_order_on);
      return { ...released.report, ...named };
    }
    const cleanOnce = async (): Promise<UploadReport> => {
      const path = `${database.directory}/upload`;
      const digest = await fetchUpload(inbox, upload, path);
      const claim = await runs.claimContent(digest, { upload_id: uploadId, key: upload.key, run_id: runId });
      if (claim.upload_id !== uploadId && !isReplayable(upload.key))
        return { ...named, status: 'repeated', same_as: claim.key };
      const today = calendarDay(policy.timeZone, run.started_at);
      const examined = await examine(database, path, {
        ...{ uploadId, key: upload.key, file: named.file },
        ...{ policy, today, buckets, idSecret },
      });
      await store(database, examined, runId, target, dependencies);
      const ignored = upload.ignored ?? examined.findings.ignored;
      return { ...named, status: 'cleaned', digest, ...examined.findings, ignored };
    };
    try {
      return await countAttempt(runs, attempt, timeLimit(), cleanOnce);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      for (const table of cleanTables) await storeParts(lake, table, undefined, target);
      const question = error instanceof ColumnsError ? error.question : undefined;
      return { ...named, status: 'rejected', error: error.name, message: error.message, ...(question && { question }) };
    }
  });
  await lake.putJson(runFiles.report(runId, uploadId), report);
  if (released) await forgetHeld(lake, uploadId);
  return { status: report.status };
}

/** Copies the quarantine of an upload, if it has any, from the run that held it. */
async function copyQuarantine(
  lake: ObjectStore,
  heldBy: string,
  { runId, uploadId }: { runId: string; uploadId: string },
  directory: string,
): Promise<void> {
  const key = runFiles.quarantine(heldBy, uploadId);
  if ((await lake.list(key)).length === 0) return;
  await lake.fileFor(key, `${directory}/quarantine.csv`);
  await lake.upload(`${directory}/quarantine.csv`, runFiles.quarantine(runId, uploadId), 'text/csv');
}

/** Writes rows to the lake and to quarantine. */
async function store(
  database: Database,
  { findings, table, parts, shown, hidesCells }: Examined,
  runId: string,
  target: Parameters<typeof storeParts>[3],
  { lake, runs }: Dependencies,
): Promise<void> {
  const { uploadId } = target;
  const { dataset, is_aggregated, newest_order_on } = findings;
  await writeQuarantine(
    database,
    table,
    shown,
    { uploadId, hidesCells, columnOf: (reason) => datasetDefinitions[dataset].quarantineReasons[reason] },
    (file) => lake.store(file, runFiles.quarantine(runId, uploadId), 'text/csv'),
  );
  if (is_aggregated) await storeParts(lake, 'aggregates', parts, { ...target, write: lake.upload });
  await storeParts(lake, dataset, parts, target);
  if (newest_order_on) await runs.reportNewestOrder(runId, newest_order_on);
}

import type { ObjectStore } from './adapters/object-store.ts';
import type { Run, RunTable } from './adapters/run-table.ts';
import { runFiles } from './domain/runs.ts';
import { uploadIdOf } from './domain/uploads.ts';
import { manifest, type UploadReport } from './reports.ts';

/**
 * Enters a run's uploads into the ledger, so that no later run takes them in again. A run does so once it is visible; one
 * that failed enters only what it rejected, and the next run takes in the rest.
 */
export async function enterIntoLedger(
  lake: ObjectStore,
  runs: RunTable,
  run: Run,
  reports: readonly UploadReport[],
  { onlyRejected = false } = {},
): Promise<void> {
  const rejected = new Set(reports.filter(({ status }) => status === 'rejected').map(({ upload_id }) => upload_id));
  for (const object of manifest.parse(await lake.getJson(runFiles.manifest(run.run_id)))) {
    const uploadId = uploadIdOf(object);
    if (onlyRejected && !rejected.has(uploadId)) continue;
    await runs.putLedgerEntry({
      key: object.key,
      etag: object.etag,
      upload_id: uploadId,
      last_modified: object.lastModified,
      status: rejected.has(uploadId) ? 'rejected' : 'taken-in',
      run_id: run.run_id,
      policy_hash: run.policy_hash ?? '',
    });
  }
}

import type { Run, RunTable } from '../adapters/tables/run-table.ts';
import { createUploadId, type UploadObject, wholeObject } from '../domain/intake/uploads.ts';
import { runFiles } from '../domain/run/runs.ts';
import type { ObjectStore } from '../ports/objects.ts';
import { manifest, type UploadReport } from './reports.ts';

/**
 * Enters a run's uploads into the ledger, so that later runs do not process them again. A run does so once it is current. A
 * failed run enters only rejected uploads, and the next run processes the rest. An archive has one entry and counts as
 * rejected as long as one of its files is rejected.
 */
export async function enterIntoLedger(
  lake: ObjectStore,
  runs: RunTable,
  run: Run,
  reports: readonly UploadReport[],
  { onlyRejected = false } = {},
): Promise<void> {
  const rejected = new Set(reports.filter(({ status }) => status === 'rejected').map(({ upload_id }) => upload_id));
  const uploads = manifest.parse(await lake.getJson(runFiles.manifest(run.run_id)));
  for (const files of Map.groupBy(uploads, ({ key, etag }) => `${key}\n${etag}`).values()) {
    const [first] = files;
    const processed = files.filter((file) => !rejected.has(createUploadId(file)));
    if (!first || (onlyRejected && processed.length > 0)) continue;
    const isRejected = processed.length < files.length;
    await runs.putLedgerEntry({
      key: first.key,
      etag: first.etag,
      upload_id: createUploadId(wholeObject(first)),
      last_modified: first.lastModified,
      status: isRejected ? 'rejected' : 'taken-in',
      run_id: run.run_id,
      policy_hash: run.policy_hash ?? '',
      ...(first.entry && isRejected && { entries_taken_in: await allProcessedEntries(runs, first, processed) }),
    });
  }
  for (const report of reports) {
    if (report.status !== 'cleaned' || report.digest === undefined) continue;
    await runs.putContent(report.digest, {
      upload_id: report.upload_id,
      key: report.key,
      run_id: run.run_id,
      taken_in: true,
    });
  }
}

async function allProcessedEntries(runs: RunTable, object: UploadObject, processed: readonly UploadObject[]) {
  const paths = processed.flatMap(({ entry }) => entry?.path ?? []);
  return [...new Set([...(await processedEntries(runs, object)), ...paths])];
}

/** Paths of an archive's files that earlier runs have processed while other files of it were rejected. */
export async function processedEntries(runs: RunTable, { key, etag }: UploadObject): Promise<string[]> {
  const entry = (await runs.ledgerOf(key)).find((candidate) => candidate.etag === etag);
  return entry?.entries_taken_in ?? [];
}

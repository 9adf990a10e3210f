import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { runFiles } from '../../shared/domain/run/runs.ts';
import type { ObjectStore } from '../../shared/ports/objects.ts';

/**
 * Copies the files of a run to a folder: customers, model, quality figures and report, and the quarantine in a subfolder. A run
 * may lack a report.
 * @param folder created if missing; existing files are overwritten
 */
export async function exportRunFiles(runId: string, lake: ObjectStore, folder: string): Promise<void> {
  const quarantine = join(folder, 'quarantine');
  await mkdir(quarantine, { recursive: true });
  for (const file of [runFiles.csv, runFiles.parquet, runFiles.crosswalk, runFiles.model, runFiles.quality]) {
    const key = file(runId);
    await lake.download(key, join(folder, basename(key)));
  }
  for (const { key } of await lake.list(runFiles.reportFiles(runId))) {
    await lake.download(key, join(folder, basename(key)));
  }
  for (const { key } of await lake.list(runFiles.quarantines(runId))) {
    await lake.download(key, join(quarantine, basename(key)));
  }
}

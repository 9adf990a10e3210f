import type { RunTable } from '../../../shared/adapters/tables/run-table.ts';
import { filesToMerge } from '../../../shared/domain/run/compaction.ts';
import { bucketFromKey, cleanRoot } from '../../../shared/domain/run/runs.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import { finalRuns } from '../../../shared/run/final-runs.ts';

/** The buckets in which many small files of clean rows have come together. */
export async function bucketsToCompact(lake: ObjectStore, runs: Pick<RunTable, 'getRun'>): Promise<number[]> {
  const parquet = (await lake.list(cleanRoot)).filter(({ key }) => key.endsWith('.parquet'));
  const folders = [...Map.groupBy(parquet, ({ key }) => key.match(/^clean\/[^/]+\/bucket=\d+\//)?.[0] ?? '').values()];
  const full = folders.filter((files) => filesToMerge(files, () => true).length > 0);
  const final = await finalRuns(full.flat(), runs);
  const due = full.filter((files) => filesToMerge(files, (runId) => final.has(runId)).length > 0);
  return [...new Set(due.flatMap(([file]) => bucketFromKey(file?.key ?? '') ?? []))];
}

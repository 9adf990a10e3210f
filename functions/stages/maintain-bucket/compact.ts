import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import { createViewOfFiles } from '../../../shared/adapters/duckdb/parquet-view.ts';
import type { RunTable } from '../../../shared/adapters/tables/run-table.ts';
import type { CleanTable } from '../../../shared/domain/intake/datasets/datasets.ts';
import {
  compactedFile,
  compactionKey,
  filesToMerge,
  isCompacted,
  parseCompaction,
  readableFiles,
} from '../../../shared/domain/run/compaction.ts';
import { cleanPrefix, uploadIdFromKey } from '../../../shared/domain/run/runs.ts';
import { quotedString } from '../../../shared/domain/sql/quoting.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import { finalRuns } from '../../../shared/run/final-runs.ts';

interface Place {
  runId: string;
  table: CleanTable;
  bucket: number;
}

/**
 * Merges the small files of one bucket and table of clean rows, row by row as they are, so that years of daily uploads are read from few
 * files. May be stopped anywhere: what is read changes with one write, and another attempt removes what is left.
 * @returns the number of files merged
 */
export async function compact(
  database: Database,
  lake: ObjectStore,
  runs: Pick<RunTable, 'getRun'>,
  { runId, table, bucket }: Place,
): Promise<number> {
  const key = compactionKey(table, bucket);
  const listed = await lake.list(cleanPrefix(table, bucket));
  const compaction = parseCompaction((await lake.getJson(key)) ?? { files: [], uploads: [] });
  const readable = readableFiles(listed, [compaction]);
  const final = await finalRuns(readable, runs);
  const target = compactedFile(table, bucket, runId);
  // What an earlier attempt of this run has merged stays as it is: its file must not change before the document does.
  const isMerged = compaction.files.includes(target);
  const merged = isMerged ? [] : filesToMerge(readable, (id) => final.has(id));
  const mergedKeys = new Set(merged.map((file) => file.key));
  if (merged.length > 0) {
    const view = await createViewOfFiles(database, lake, 'merged', merged);
    const file = `${database.directory}/merged.parquet`;
    await database.run(
      `copy (from ${view.name} order by customer_id, upload_id) to ${quotedString(file)} (format parquet, compression zstd)`,
    );
    await lake.store(file, target, 'application/vnd.apache.parquet');
    const uploads = merged.flatMap((each) => uploadIdFromKey(each.key) ?? []);
    await lake.putJson(key, {
      files: [...compaction.files.filter((each) => !mergedKeys.has(each)), target],
      uploads: [...new Set([...compaction.uploads, ...uploads])].toSorted(),
    });
  }
  const uploads = new Set(compaction.uploads);
  const isLeftOver = (each: string) =>
    isCompacted(each) ? !compaction.files.includes(each) && each !== target : uploads.has(uploadIdFromKey(each) ?? '');
  const obsolete = listed.map((each) => each.key).filter((each) => mergedKeys.has(each) || isLeftOver(each));
  if (obsolete.length > 0) await lake.remove(obsolete);
  return merged.length;
}

import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import { runFiles } from '../../../shared/domain/run/runs.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';

/** Downloads a run's results bucket by bucket, each in the place of the one before. */
export async function* eachBucket(
  database: Database,
  lake: ObjectStore,
  runId: string,
): AsyncGenerator<{ key: string; file: string }> {
  const file = `${database.directory}/bucket.parquet`;
  for (const { key, bytes } of await lake.list(runFiles.allTiers(runId))) {
    await lake.fileFor(key, file, bytes);
    yield { key, file };
  }
}

import type { Database, WithDatabase } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { Erasure, ErasureTable } from '../../../shared/adapters/tables/erasure-table.ts';
import type { RunTable } from '../../../shared/adapters/tables/run-table.ts';
import { cleanTables } from '../../../shared/domain/intake/datasets/datasets.ts';
import { cleanPrefix, fileInFolder } from '../../../shared/domain/run/runs.ts';
import { logger } from '../../../shared/observability.ts';
import { eraseRows } from '../../../shared/pipeline/erasure/erase-rows.ts';
import { createErasedPersons, personsByBucket } from '../../../shared/pipeline/erasure/erased-persons.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import { readErasureProgress } from '../../../shared/run/erasure-progress.ts';
import { fencedObjects } from '../../../shared/run/fenced-objects.ts';
import { compact } from './compact.ts';

interface Dependencies {
  lake: ObjectStore;
  runs: Pick<RunTable, 'requireNewest' | 'getRun'>;
  erasures: ErasureTable;
  withDatabase: WithDatabase;
  buckets: number;
}

/**
 * Removes the customers whose erasure `erase` has begun from the files of their bucket: clean rows, and features, results and
 * published states of earlier runs. Files without them stay as they are, so an attempt after another only reads what that one
 * rewrote. Then merges the bucket's small files of clean rows.
 * @throws {StaleRunError} when a newer run has begun
 */
export async function maintainBucket(
  { runId, bucket }: { runId: string; bucket: number },
  { lake, runs, erasures, withDatabase, buckets }: Dependencies,
): Promise<{ status: 'done' }> {
  const requireNewest = () => runs.requireNewest(runId);
  await requireNewest();
  const begun = (await erasures.pending()).filter((erasure) => erasure.shared_files_erased_by === runId);
  await withDatabase(async (database) => {
    const fenced = fencedObjects(lake, requireNewest);
    const persons = (await personsByBucket(database, begun, buckets)).get(bucket) ?? [];
    const rows = persons.length > 0 ? await eraseFromBucket(database, fenced, { runId, bucket, persons }) : 0;
    for (const person of persons) await erasures.mark(person, 'erased_by', runId);
    let merged = 0;
    for (const table of cleanTables) merged += await compact(database, fenced, runs, { runId, table, bucket });
    logger.info('bucket maintained', { erased: persons.length, rows, merged });
  });
  return { status: 'done' };
}

/** @returns the number of rows removed */
async function eraseFromBucket(
  database: Database,
  lake: ObjectStore,
  { runId, bucket, persons }: { runId: string; bucket: number; persons: readonly Erasure[] },
): Promise<number> {
  const folders = (await readErasureProgress(lake, runId))?.folders ?? [];
  const prefixes = [
    ...cleanTables.map((table) => cleanPrefix(table, bucket)),
    ...folders.map((folder) => fileInFolder(folder, bucket)),
  ];
  const erased = await createErasedPersons(database, persons);
  await database.run('set preserve_insertion_order = true');
  let rows = 0;
  for (const prefix of prefixes) {
    for (const { key } of await lake.list(prefix)) rows += await eraseRows(database, lake, key, erased);
  }
  return rows;
}

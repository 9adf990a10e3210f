import type { WithDatabase } from '../../../shared/adapters/duckdb/duckdb.ts';
import { hasUsed } from '../../../shared/adapters/invocation/deadline.ts';
import type { CustomerTable } from '../../../shared/adapters/tables/customer-table.ts';
import type { Erasure, ErasureTable } from '../../../shared/adapters/tables/erasure-table.ts';
import type { OverrideTable } from '../../../shared/adapters/tables/override-table.ts';
import type { RunTable } from '../../../shared/adapters/tables/run-table.ts';
import { compareUtf8 } from '../../../shared/domain/collections/utf8-order.ts';
import { bucketFolder, bucketFromKey, isOverridesFile, isWholeFile } from '../../../shared/domain/run/runs.ts';
import { isWhatIfResult, whatIfRoot } from '../../../shared/domain/run/what-if.ts';
import { logger } from '../../../shared/observability.ts';
import { eraseRows } from '../../../shared/pipeline/erasure/erase-rows.ts';
import { createErasedPersons, personsByBucket } from '../../../shared/pipeline/erasure/erased-persons.ts';
import type { EventBus } from '../../../shared/ports/events.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import {
  type ErasureProgress,
  readErasureProgress,
  writeErasureProgress,
} from '../../../shared/run/erasure-progress.ts';
import { removeErased } from '../../../shared/run/erasures.ts';
import { fencedObjects } from '../../../shared/run/fenced-objects.ts';
import { bucketsToCompact } from './buckets-to-compact.ts';
import { eraseMovers } from './erase-movers.ts';
import { eraseOverrides } from './erase-overrides.ts';

interface Dependencies {
  lake: ObjectStore;
  runs: Pick<RunTable, 'requireNewest' | 'getRun'>;
  customers: CustomerTable;
  erasures: ErasureTable;
  overrides: OverrideTable;
  events: Pick<EventBus, 'forget'>;
  withDatabase: WithDatabase;
  buckets: number;
  /** Whether there is time for another file. By default, while half of the invocation's time is left. */
  hasTime?: () => boolean;
}

/** Prefixes of the lake with files that have customers of all buckets. */
const places = ['quarantine/', 'runs/', whatIfRoot];

/** Files that are searched in vain before the progress is saved; it is also saved after each that is rewritten. */
const SAVE_EVERY = 100;

/**
 * Removes customers with a pending erasure again from the table, from what the event bus keeps, and from the files of the lake that
 * have customers of all buckets. `maintain-bucket` does the same for the files of each bucket, and `close-run` completes the
 * erasures. Files of all customers of earlier runs are not rewritten: `close-run` deletes them. Published counts stay.
 *
 * Saves its progress: an attempt goes on where the last one of the same run stopped. It runs before features are built, so that
 * nothing of this run has the customers.
 * @returns `more` if the time was not enough, so that it has to be called again; once done, the buckets with files to
 *   rewrite or to merge
 * @throws {StaleRunError} when a newer run has begun
 */
export async function erase(
  { runId }: { runId: string },
  dependencies: Dependencies,
): Promise<{ status: 'more' | 'done'; erased: number; rows: number; buckets: number[] }> {
  const { runs, erasures, events, withDatabase, buckets, hasTime = () => !hasUsed(0.5) } = dependencies;
  await runs.requireNewest(runId);
  const lake = fencedObjects(dependencies.lake, () => runs.requireNewest(runId));
  const pending = await removeErased(dependencies);
  if (pending.length === 0) return { status: 'done', erased: 0, rows: 0, buckets: await bucketsToCompact(lake, runs) };

  const keys = (await Promise.all(places.map((place) => lake.list(place)))).flat().map(({ key }) => key);
  const progress = (await readErasureProgress(lake, runId)) ?? {
    erasures: pending.map(({ erasure_id }) => erasure_id),
    folders: [...new Set(keys.flatMap((key) => bucketFolder(key) ?? []))],
    searched: '',
  };
  const persons = pending.filter(({ erasure_id }) => progress.erasures.includes(erasure_id));
  const { rows, isDone } = await eraseFromFiles(sharedFiles(keys, progress), persons, progress, runId, {
    ...{ lake, withDatabase, hasTime },
  });
  const erased = persons.length;
  logger.info('customers erased from shared files', { erased, rows, isDone });
  if (!isDone) return { status: 'more', erased, rows, buckets: [] };

  await events.forget(persons.map(({ customer_id }) => customer_id));
  for (const person of persons) await erasures.mark(person, 'shared_files_erased_by', runId);
  const affected = await withDatabase((database) => personsByBucket(database, persons, buckets));
  const due = new Set([...affected.keys(), ...(await bucketsToCompact(lake, runs))]);
  return { status: 'done', erased, rows, buckets: [...due].toSorted((a, b) => a - b) };
}

/** The files that are left to search and may have customers of all buckets. */
const sharedFiles = (keys: readonly string[], { searched }: ErasureProgress) =>
  keys.filter((key) => mayHaveCustomers(key) && compareUtf8(key, searched) > 0).toSorted(compareUtf8);

const mayHaveCustomers = (key: string) =>
  bucketFromKey(key) === undefined &&
  !isWholeFile(key) &&
  (/\.(?:csv|parquet)$/.test(key) || isOverridesFile(key) || isWhatIfResult(key));

/** Rewrites files in order while there is time, at least one. @returns the number of rows removed, and whether all are done */
async function eraseFromFiles(
  keys: readonly string[],
  persons: readonly Erasure[],
  progress: ErasureProgress,
  runId: string,
  { lake, withDatabase, hasTime }: Pick<Dependencies, 'lake' | 'withDatabase'> & { hasTime: () => boolean },
): Promise<{ rows: number; isDone: boolean }> {
  const save = (searched: string) => writeErasureProgress(lake, runId, { ...progress, searched });
  await save(progress.searched);
  return withDatabase(async (database) => {
    const erased = await createErasedPersons(database, persons);
    // Keep the order of the remaining rows.
    await database.run('set preserve_insertion_order = true');
    let rows = 0;
    for (const [index, key] of keys.entries()) {
      if (index > 0 && !hasTime()) {
        await save(keys[index - 1] ?? '');
        return { rows, isDone: false };
      }
      let removed = await eraseRows(database, lake, key, erased);
      if (isOverridesFile(key)) removed += await eraseOverrides(lake, key, persons);
      if (isWhatIfResult(key)) removed += await eraseMovers(lake, key, persons);
      rows += removed;
      if (removed > 0 || (index + 1) % SAVE_EVERY === 0) await save(key);
    }
    return { rows, isDone: true };
  });
}

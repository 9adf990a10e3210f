import { z } from 'zod';
import { createTable } from '../../../shared/adapters/duckdb/create-table.ts';
import type { Database, WithDatabase } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { CustomerTable } from '../../../shared/adapters/tables/customer-table.ts';
import type { Erasure, ErasureTable } from '../../../shared/adapters/tables/erasure-table.ts';
import type { OverrideTable } from '../../../shared/adapters/tables/override-table.ts';
import type { RunTable } from '../../../shared/adapters/tables/run-table.ts';
import { bucketFromKey, cleanRoot, heldRoot, isOverridesFile } from '../../../shared/domain/run/runs.ts';
import { isWhatIfResult, whatIfRoot } from '../../../shared/domain/run/what-if.ts';
import { logger } from '../../../shared/observability.ts';
import { macrosSql } from '../../../shared/pipeline/clean-rows/macros.ts';
import type { EventBus } from '../../../shared/ports/events.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import { removeErased } from '../../../shared/run/erasures.ts';
import { eraseMovers } from './erase-movers.ts';
import { eraseOverrides } from './erase-overrides.ts';
import { eraseRows } from './erase-rows.ts';

interface Dependencies {
  lake: ObjectStore;
  runs: Pick<RunTable, 'requireNewest'>;
  customers: CustomerTable;
  erasures: ErasureTable;
  overrides: OverrideTable;
  events: Pick<EventBus, 'forget'>;
  withDatabase: WithDatabase;
  buckets: number;
}

/** Prefixes of the lake with customer rows. */
const places = [cleanRoot, heldRoot, 'runs/', 'quarantine/', whatIfRoot];

/**
 * Removes customers with a pending erasure from every file of the lake, including files of earlier runs, from what the
 * event bus keeps, and again from the table. Published counts stay. It runs before features are built, so nothing of this run includes them; `close-run` completes
 * the erasures, since a failed run's uploads are cleaned again.
 * @throws {StaleRunError} when a newer run has begun
 */
export async function erase({ runId }: { runId: string }, dependencies: Dependencies) {
  const { runs, erasures, events, withDatabase, buckets } = dependencies;
  await runs.requireNewest(runId);
  const lake = fenced(dependencies.lake, () => runs.requireNewest(runId));
  const pending = await removeErased(dependencies);
  if (pending.length === 0) return { erased: 0, rows: 0 };

  const rows = await withDatabase(async (database) => {
    const { erased, buckets: affected } = await createErased(database, pending, buckets);
    const objects = (await Promise.all(places.map((place) => lake.list(place)))).flat();
    let removed = 0;
    for (const { key } of objects) {
      const bucket = bucketFromKey(key);
      if (bucket === undefined || affected.has(bucket)) removed += await eraseRows(database, lake, key, erased);
      if (isOverridesFile(key)) removed += await eraseOverrides(lake, key, pending);
      if (isWhatIfResult(key)) removed += await eraseMovers(lake, key, pending);
    }
    return removed;
  });

  await events.forget(pending.map(({ customer_id }) => customer_id));
  for (const erasure of pending) await erasures.markErased(erasure, runId);
  logger.info('customers erased', { erased: pending.length, rows });
  return { erased: pending.length, rows };
}

/** A store that checks before each write: a file that a newer run has rewritten meanwhile may still have the rows of a person. */
const fenced = (lake: ObjectStore, check: () => Promise<void>): ObjectStore => ({
  ...lake,
  async store(...input) {
    await check();
    await lake.store(...input);
  },
  async putJson(...input) {
    await check();
    await lake.putJson(...input);
  },
});

/** Creates a table of the persons' ids. @returns it and the buckets that contain them */
async function createErased(database: Database, pending: readonly Erasure[], buckets: number) {
  await database.run(macrosSql);
  const erased = await createTable(database, 'erased', { customer_id: 'VARCHAR' }, pending);
  // Keep the order of the remaining rows.
  await database.run('set preserve_insertion_order = true');
  const found = await database.rows(
    `select distinct bucket_of(customer_id, $buckets) as bucket from ${erased.name}`,
    z.object({ bucket: z.number() }),
    { buckets },
  );
  return { erased, buckets: new Set(found.map(({ bucket }) => bucket)) };
}

import { z } from 'zod';
import type { Database, WithDatabase } from '../../../shared/adapters/duckdb/duckdb.ts';
import { findParquetView } from '../../../shared/adapters/duckdb/parquet-view.ts';
import {
  createTableAs,
  createView,
  createViewOfColumns,
  type Relation,
  uniqueName,
  withRelations,
} from '../../../shared/adapters/duckdb/relation.ts';
import type {
  CustomerChange,
  CustomerState,
  CustomerTable,
  TierChange,
} from '../../../shared/adapters/tables/customer-table.ts';
import type { ErasureTable } from '../../../shared/adapters/tables/erasure-table.ts';
import type { Run, RunTable } from '../../../shared/adapters/tables/run-table.ts';
import { parsePolicy } from '../../../shared/domain/policy/policy.ts';
import { publicationSchema } from '../../../shared/domain/run/publication.ts';
import { resolveAsOf, runFiles } from '../../../shared/domain/run/runs.ts';
import { quotedString } from '../../../shared/domain/sql/quoting.ts';
import type { Cause } from '../../../shared/domain/tiers/movement/cause.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import { changesSql } from './changes.ts';
import countsSql from './counts.sql';
import missingCustomersSql from './missing-customers.sql';
import { publishedTypes } from './published-columns.ts';
import { readIds, rollBackAbortedRuns } from './roll-back-aborted-runs.ts';
import tierChangesSql from './tier-changes.sql';

interface Dependencies {
  lake: ObjectStore;
  runs: RunTable;
  customers: CustomerTable;
  erasures: Pick<ErasureTable, 'pending'>;
  withDatabase: WithDatabase;
}

const change = z.object({ state: z.string(), before: z.string().nullable(), as_of: z.string() });

/**
 * Writes the changes of one bucket's customers to the table, not yet visible, and saves the resulting table contents with the
 * run. After a run that was aborted while publishing, writes all customers and rolls back what only that run wrote. Leaves out
 * customers with a pending erasure.
 * @throws {StaleRunError} when a newer run has begun
 */
export async function publish(
  { runId, bucket }: { runId: string; bucket: number },
  { lake, runs, customers, erasures, withDatabase }: Dependencies,
): Promise<{ status: 'done' }> {
  const { publish: rules } = parsePolicy(await lake.getJson(runFiles.policy(runId)));
  const as_of = resolveAsOf((await runs.getRun(runId)) as Run);
  await runs.beginPublishing(runId);
  const current = await runs.getCurrent();
  const aborted = current.unfinished.filter((id) => id !== runId);
  const visible = current.run_id === runId ? undefined : current.run_id;

  const excluded = (await erasures.pending()).map(({ customer_id }) => customer_id);

  await withDatabase(async (database) => {
    const createPublished = (key: string | undefined) => createPublishedView(database, lake, key, excluded);
    const present = await createPublished(runFiles.tiers(runId, bucket));
    const published = await createPublished(visible && runFiles.published(visible, bucket));
    const missing: MissingCustomers = await createTableAs(
      database,
      'missing_customers',
      missingCustomersSql,
      { present, published },
      { as_of, keep_months: rules.vanished.keepMonths },
    );
    const next_view: Published = await createView(
      database,
      'next_view',
      `from ${present.name}
       union all by name select * exclude (is_newly_missing, is_expired) from ${missing.name} where not is_expired`,
    );
    const changes: Changes = await createTableAs(
      database,
      'changes',
      changesSql,
      { next_view, published },
      {
        as_of,
        tolerance: rules.valueScoreTolerance,
        estimate_tolerance: rules.estimateTolerance,
        everything: aborted.length > 0,
      },
    );

    await rollBackAbortedRuns(runId, aborted, bucket, { published, next_view }, { database, lake, customers });
    if (visible) await removeWithdrawn(database, lake, { runId, visible, bucket }, customers, next_view);
    const written = await customers.write(runId, bucket, readChanges(database, changes, runId));
    const withdrawn = await customers.withdraw(runId, bucket, readWithdrawn(database, published, missing));

    await upload(
      database,
      lake,
      runFiles.published(runId, bucket),
      `select unnest(state) from ${changes.name}
       union all by name
       from ${published.name}
         semi join ${next_view.name} using (customer_id) anti join ${changes.name} using (customer_id)`,
    );
    await upload(database, lake, runFiles.tierChanges(runId, bucket), withRelations(tierChangesSql, { changes }));
    if (withdrawn > 0) {
      const ids = `select customer_id from ${missing.name} where is_expired`;
      await upload(database, lake, runFiles.withdrawn(runId, bucket), ids);
    }
    const sql = withRelations(countsSql, { missing_customers: missing, published, present });
    const [vanished] = await database.rows(sql, publicationSchema.shape.vanished);
    await lake.putJson(runFiles.publication(runId, bucket), { items: written + withdrawn, vanished });
  });
  return { status: 'done' };
}

type Published = Relation<'customer_id' | 'missing_since'>;
type MissingCustomers = Relation<'customer_id' | 'missing_since' | 'is_newly_missing' | 'is_expired'>;
type Changes = Relation<'customer_id' | 'state' | 'before' | 'as_of'>;

/**
 * Creates a view of the published columns of a file. A file of another version of Strata may have other columns.
 * @param key tiers or published states of one bucket; undefined for an empty view
 * @param excluded ids of customers to leave out
 */
async function createPublishedView(
  database: Database,
  lake: ObjectStore,
  key: string | undefined,
  excluded: readonly string[],
): Promise<Published> {
  if (key === undefined) return createViewOfColumns(database, 'published', publishedTypes);
  const file = `${database.directory}/${uniqueName('published')}.parquet`;
  await lake.fileFor(key, file);
  const ids = excluded.map(quotedString).join(', ');
  const rows = `read_parquet(${quotedString(file)}) ${ids && `where customer_id not in (${ids})`}`;
  return createViewOfColumns(database, 'published', publishedTypes, rows);
}

async function* readChanges(database: Database, changes: Changes, runId: string): AsyncGenerator<CustomerChange> {
  const rows = database.chunks(
    `select to_json(state)::varchar as state, to_json(before)::varchar as before, as_of::varchar as as_of from ${changes.name}`,
  );
  for await (const chunk of rows) {
    for (const row of chunk) {
      const { state: json, before: jsonBefore, as_of } = change.parse(row);
      const state = JSON.parse(json) as CustomerState;
      const before = jsonBefore === null ? undefined : (JSON.parse(jsonBefore) as CustomerState);
      yield { state, before, tierChange: before && tierChange(runId, as_of, before, state) };
    }
  }
}

/** A customer's first tier is not a change: `tier_since` in the state has its date. */
function tierChange(runId: string, asOf: string, before: CustomerState, state: CustomerState): TierChange | undefined {
  if (before.tier === state.tier) return undefined;
  return {
    run_id: runId,
    as_of: asOf,
    from: before.tier,
    from_since: String(before.tier_since),
    to: state.tier,
    cause: state.tier_cause as Cause | null,
    reason: String(state.tier_reason),
    reason_zh: String(state.tier_reason_zh),
  };
}

/** Removes the items that the visible run withdrew, unless their customers are back. */
async function removeWithdrawn(
  database: Database,
  lake: ObjectStore,
  { runId, visible, bucket }: { runId: string; visible: string; bucket: number },
  customers: CustomerTable,
  nextView: Published,
): Promise<void> {
  const withdrawn = await findParquetView(database, lake, 'withdrawn', runFiles.withdrawn(visible, bucket));
  if (!withdrawn) return;
  const ids = `from ${withdrawn.name} anti join ${nextView.name} using (customer_id)`;
  await customers.removeStates(runId, readIds(database, ids));
}

/** States of the customers that the policy no longer keeps. */
async function* readWithdrawn(
  database: Database,
  published: Published,
  missing: MissingCustomers,
): AsyncGenerator<CustomerState> {
  const rows = database.chunks(
    `select to_json(published)::varchar as state
     from ${published.name} as published semi join (from ${missing.name} where is_expired) using (customer_id)`,
  );
  for await (const chunk of rows) {
    for (const { state } of chunk) yield JSON.parse(String(state)) as CustomerState;
  }
}

/** Saves the rows of a query with the run. */
async function upload(database: Database, lake: ObjectStore, key: string, query: string): Promise<void> {
  const file = `${database.directory}/upload.parquet`;
  await database.run(`copy (${query}) to ${quotedString(file)} (format parquet)`);
  await lake.store(file, key, 'application/vnd.apache.parquet');
}

import { z } from 'zod';
import type { ObjectStore } from '../../../shared/adapters/aws/object-store.ts';
import type { Database, WithDatabase } from '../../../shared/adapters/duckdb/duckdb.ts';
import { findParquetView } from '../../../shared/adapters/duckdb/parquet-view.ts';
import {
  createTableAs,
  createView,
  createViewOfColumns,
  type Relation,
  reading,
} from '../../../shared/adapters/duckdb/relation.ts';
import type {
  CustomerChange,
  CustomerState,
  CustomerTable,
  TierChange,
} from '../../../shared/adapters/tables/customer-table.ts';
import type { Run, RunTable } from '../../../shared/adapters/tables/run-table.ts';
import { parsePolicy } from '../../../shared/domain/policy/policy.ts';
import { publicationSchema } from '../../../shared/domain/run/publication.ts';
import { resolveAsOf, runFiles } from '../../../shared/domain/run/runs.ts';
import { quotedString } from '../../../shared/domain/sql/quoting.ts';
import type { Cause } from '../../../shared/domain/tiers/movement/cause.ts';
import { changesSql } from './changes.ts';
import countsSql from './counts.sql';
import missingCustomersSql from './missing-customers.sql';
import { publishedSql } from './published-columns.ts';
import { readIds, rollBackAbortedRuns } from './roll-back-aborted-runs.ts';
import tierChangesSql from './tier-changes.sql';

interface Dependencies {
  lake: ObjectStore;
  runs: RunTable;
  customers: CustomerTable;
  withDatabase: WithDatabase;
}

const change = z.object({ state: z.string(), before: z.string().nullable(), as_of: z.string() });

/**
 * Writes what this run changes about one bucket's customers to the table, not yet visible, and keeps beside the run what
 * the table holds after it. After a run that was aborted while publishing, everything is written, and what only that run wrote
 * is rolled back.
 */
export async function publish(
  { runId, bucket }: { runId: string; bucket: number },
  { lake, runs, customers, withDatabase }: Dependencies,
): Promise<{ status: 'done' }> {
  const { publish: rules } = parsePolicy(await lake.getJson(runFiles.policy(runId)));
  const as_of = resolveAsOf((await runs.getRun(runId)) as Run);
  await runs.beginPublishing(runId);
  const current = await runs.getCurrent();
  const aborted = current.unfinished.filter((id) => id !== runId);
  const visible = current.run_id === runId ? undefined : current.run_id;

  await withDatabase(async (database) => {
    const present = await createPresent(database, lake, runId, bucket);
    const published = await createPublishedView(database, lake, present, visible, bucket);
    const missing_customers = await createTableAs(
      database,
      'missing_customers',
      reading(missingCustomersSql, { present, published }),
      ['customer_id', 'missing_since', 'is_news', 'is_over'],
      { as_of, keep_months: rules.vanished.keepMonths },
    );
    const next_view = await createNextView(database, { present, missing_customers });
    const changes = await createTableAs(
      database,
      'changes',
      reading(changesSql, { next_view, published }),
      ['customer_id', 'state', 'before', 'as_of'],
      {
        as_of,
        tolerance: rules.valueScoreTolerance,
        estimate_tolerance: rules.estimateTolerance,
        everything: aborted.length > 0,
      },
    );

    await rollBackAbortedRuns(aborted, bucket, { database, lake, customers }, { published, next_view });
    if (visible) await removeWithdrawn(database, lake, visible, bucket, customers, next_view);
    const written = await customers.write(runId, bucket, readChanges(database, changes, runId));
    const over = { published, missing_customers };
    const withdrawn = await customers.withdraw(runId, bucket, readStates(database, reading(WITHDRAWN, over)));

    const keep = (key: string, query: string) => upload(database, lake, key, query);
    await keep(runFiles.published(runId, bucket), reading(KEPT, { changes, published, next_view }));
    await keep(runFiles.tierChanges(runId, bucket), reading(tierChangesSql, { changes }));
    if (withdrawn > 0) {
      const ids = 'select customer_id from missing_customers where is_over';
      await keep(runFiles.withdrawn(runId, bucket), reading(ids, { missing_customers }));
    }
    const sql = reading(countsSql, { missing_customers, published, present });
    const [vanished] = await database.rows(sql, publicationSchema.shape.vanished);
    await lake.putJson(runFiles.publication(runId, bucket), { items: written + withdrawn, vanished });
  });
  return { status: 'done' };
}

/** What is published of customers. */
type Published = Relation<'customer_id' | 'missing_since'>;

/** What the table holds after the run. */
const KEPT = `select unnest(state) from changes
  union all by name
  from published semi join next_view using (customer_id) anti join changes using (customer_id)`;

/** States of customers whom the policy keeps no longer. */
const WITHDRAWN = `select to_json(published)::varchar as state
  from published semi join (from missing_customers where is_over) using (customer_id)`;

/** What is published from now on of the bucket's customers who are in the data. */
async function createPresent(database: Database, lake: ObjectStore, runId: string, bucket: number): Promise<Published> {
  const file = `${database.directory}/tiers.parquet`;
  await lake.download(runFiles.tiers(runId, bucket), file);
  const tiers = await createView(database, 'tiers', `from read_parquet(${quotedString(file)})`);
  const sql = `select *, null::varchar as missing_since from (${reading(publishedSql, { tiers })})`;
  return createView(database, 'present', sql, ['customer_id', 'missing_since']);
}

/** What the table holds of the bucket for readers of the visible run. A run of another version of Strata may have other columns. */
async function createPublishedView(
  database: Database,
  lake: ObjectStore,
  { columns }: Published,
  visible: string | undefined,
  bucket: number,
): Promise<Published> {
  if (visible === undefined) return createViewOfColumns(database, 'published', columns);
  const file = `${database.directory}/published.parquet`;
  await lake.download(runFiles.published(visible, bucket), file);
  const stored = await createView(database, 'stored', `from read_parquet(${quotedString(file)})`);
  return createViewOfColumns(database, 'published', columns, stored);
}

/** What is published from now on, of customers who are missing too. */
const createNextView = (
  database: Database,
  relations: { present: Published; missing_customers: Relation<'is_news' | 'is_over'> },
): Promise<Published> =>
  createView(
    database,
    'next_view',
    reading(
      `from present
       union all by name
       select * exclude (is_news, is_over) from missing_customers where not is_over`,
      relations,
    ),
    ['customer_id', 'missing_since'],
  );

async function* readChanges(database: Database, changes: Relation, runId: string): AsyncGenerator<CustomerChange> {
  const sql =
    'select to_json(state)::varchar as state, to_json(before)::varchar as before, as_of::varchar as as_of from changes';
  const rows = database.chunks(reading(sql, { changes }));
  for await (const chunk of rows) {
    for (const row of chunk) {
      const { state: json, before: jsonBefore, as_of } = change.parse(row);
      const state = JSON.parse(json) as CustomerState;
      const before = jsonBefore === null ? undefined : (JSON.parse(jsonBefore) as CustomerState);
      yield { state, before, tierChange: before && tierChange(runId, as_of, before, state) };
    }
  }
}

/** A customer's first tier is no change: the state says since when it is held. */
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

/** Removes the items that the visible run took out of readers' sight, unless their customers are back. */
async function removeWithdrawn(
  database: Database,
  lake: ObjectStore,
  visible: string,
  bucket: number,
  customers: CustomerTable,
  next_view: Published,
): Promise<void> {
  const withdrawn = await findParquetView(database, lake, 'withdrawn', runFiles.withdrawn(visible, bucket));
  if (!withdrawn) return;
  const ids = reading('from withdrawn anti join next_view using (customer_id)', { withdrawn, next_view });
  await customers.removeStates(readIds(database, ids));
}

async function* readStates(database: Database, query: string): AsyncGenerator<CustomerState> {
  for await (const chunk of database.chunks(query)) {
    for (const { state } of chunk) yield JSON.parse(String(state)) as CustomerState;
  }
}

/** Keeps the rows of a query beside the run. */
async function upload(database: Database, lake: ObjectStore, key: string, query: string): Promise<void> {
  const file = `${database.directory}/upload.parquet`;
  await database.run(`copy (${query}) to ${quotedString(file)} (format parquet)`);
  await lake.upload(file, key, 'application/vnd.apache.parquet');
}

import { z } from 'zod';
import type { ObjectStore } from '../../../shared/adapters/aws/object-store.ts';
import type { Database, WithDatabase } from '../../../shared/adapters/duckdb/duckdb.ts';
import { createParquetView } from '../../../shared/adapters/duckdb/parquet-view.ts';
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
import { quotedIdentifier, quotedString } from '../../../shared/domain/sql/quoting.ts';
import type { Cause } from '../../../shared/domain/tiers/movement/cause.ts';
import { changesSql } from './changes.ts';
import countsSql from './counts.sql';
import missingCustomersSql from './missing-customers.sql';
import { publishedSql } from './published-columns.ts';
import { readIds, rollBackAbortedRun } from './roll-back-aborted-run.ts';
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
 * the table holds after it. After a run that broke off while publishing everything is written, and what only that run wrote
 * taken back.
 */
export async function publish(
  { runId, bucket }: { runId: string; bucket: number },
  { lake, runs, customers, withDatabase }: Dependencies,
): Promise<{ status: 'done' }> {
  const { publish: rules } = parsePolicy(await lake.getJson(runFiles.policy(runId)));
  const as_of = resolveAsOf((await runs.getRun(runId)) as Run);
  await runs.beginPublishing(runId);
  const current = await runs.getCurrent();
  const broken = current.unfinished.filter((id) => id !== runId);
  const visible = current.run_id === runId ? undefined : current.run_id;

  await withDatabase(async (database) => {
    await createNextView(database, lake, { runId, visible, bucket, as_of, keepMonths: rules.vanished.keepMonths });
    await database.run(`create table changes as ${changesSql}`, {
      as_of,
      tolerance: rules.valueScoreTolerance,
      estimate_tolerance: rules.estimateTolerance,
      everything: broken.length > 0,
    });

    await rollBackAbortedRun(broken, bucket, database, lake, customers);
    if (visible) await removeWithdrawn(database, lake, visible, bucket, customers);
    const written = await customers.write(runId, bucket, readChanges(database, runId));
    const withdrawn = await customers.withdraw(runId, bucket, withdrawnFrom(database));

    await upload(
      database,
      lake,
      runFiles.published(runId, bucket),
      `select unnest(state) from changes
       union all by name
       from known semi join fresh using (customer_id) anti join changes using (customer_id)`,
    );
    await upload(database, lake, runFiles.tierChanges(runId, bucket), tierChangesSql);
    if (withdrawn > 0) {
      await upload(database, lake, runFiles.withdrawn(runId, bucket), 'select customer_id from vanished where is_over');
    }
    const [vanished] = await database.rows(countsSql, publicationSchema.shape.vanished);
    await lake.putJson(runFiles.publication(runId, bucket), { items: written + withdrawn, vanished });
  });
  return { status: 'done' };
}

interface Bucket {
  runId: string;
  visible: string | undefined;
  bucket: number;
  as_of: string;
  keepMonths: number | null;
}

/** Makes `known` and `fresh`: what is published of the bucket's customers until now and from now on. */
async function createNextView(
  database: Database,
  lake: ObjectStore,
  { runId, visible, bucket, as_of, keepMonths }: Bucket,
) {
  const tiers = `${database.directory}/tiers.parquet`;
  await lake.download(runFiles.tiers(runId, bucket), tiers);
  await database.run(`create view tiers as from read_parquet(${quotedString(tiers)})`);
  await database.run(`create view present as select *, null::varchar as missing_since from (${publishedSql})`);
  await createPublishedView(database, lake, visible, bucket);
  await database.run(`create table vanished as ${missingCustomersSql}`, { as_of, keep_months: keepMonths });
  await database.run(
    'create view fresh as from present union all by name select * exclude (is_news, is_over) from vanished where not is_over',
  );
}

/** What the table holds of this bucket for readers of the visible run. */
async function createPublishedView(database: Database, lake: ObjectStore, visible: string | undefined, bucket: number) {
  if (visible === undefined) {
    await database.run('create view known as from present limit 0');
    return;
  }
  const file = `${database.directory}/known.parquet`;
  await lake.download(runFiles.published(visible, bucket), file);
  // A run of another version of Strata may have published other columns.
  const columns = await database.rows(
    'select column_name from (describe present)',
    z.object({ column_name: z.string() }),
  );
  await database.run(
    `create view known as select ${columns.map(({ column_name }) => quotedIdentifier(column_name)).join(', ')}
     from (from (from present limit 0) union all by name from read_parquet(${quotedString(file)}))`,
  );
}

async function* readChanges(database: Database, runId: string): AsyncGenerator<CustomerChange> {
  const rows = database.chunks(
    'select to_json(state)::varchar as state, to_json(before)::varchar as before, as_of::varchar as as_of from changes',
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
): Promise<void> {
  const files = await createParquetView(database, lake, 'withdrawn', runFiles.withdrawn(visible, bucket));
  if (files.length === 0) return;
  await customers.removeStates(readIds(database, 'from withdrawn anti join fresh using (customer_id)'));
}

async function* withdrawnFrom(database: Database): AsyncGenerator<CustomerState> {
  const rows = database.chunks(
    'select to_json(known)::varchar as state from known semi join (from vanished where is_over) using (customer_id)',
  );
  for await (const chunk of rows) for (const { state } of chunk) yield JSON.parse(String(state)) as CustomerState;
}

/** Keeps the rows of a query beside the run. */
async function upload(database: Database, lake: ObjectStore, key: string, query: string): Promise<void> {
  const file = `${database.directory}/upload.parquet`;
  await database.run(`copy (${query}) to ${quotedString(file)} (format parquet)`);
  await lake.upload(file, key, 'application/vnd.apache.parquet');
}

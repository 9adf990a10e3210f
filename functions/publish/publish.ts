import { z } from 'zod';
import type { CustomerChange, CustomerState, CustomerTable, TierChange } from '../../shared/adapters/customer-table.ts';
import { type Database, quotedIdentifier, quotedString, type WithDatabase } from '../../shared/adapters/duckdb.ts';
import type { ObjectStore } from '../../shared/adapters/object-store.ts';
import type { RunTable } from '../../shared/adapters/run-table.ts';
import { parsePolicy } from '../../shared/domain/policy.ts';
import { runFiles } from '../../shared/domain/runs.ts';
import type { Cause } from '../../shared/domain/tiers/cause.ts';
import changesSql from './changes.sql';
import freshSql from './fresh.sql';

interface Dependencies {
  lake: ObjectStore;
  runs: RunTable;
  customers: CustomerTable;
  withDatabase: WithDatabase;
}

const change = z.object({ state: z.string(), before: z.string().nullable(), as_of: z.string() });

/**
 * Writes what this run changes about one bucket's customers to the table, not yet visible, and keeps beside the run what
 * the table holds after it. After a run that broke off while publishing everything is written, and that run's history
 * taken back.
 */
export async function publish(
  { runId, bucket }: { runId: string; bucket: number },
  { lake, runs, customers, withDatabase }: Dependencies,
): Promise<{ status: 'done' }> {
  const policy = parsePolicy(await lake.getJson(runFiles.policy(runId)));
  await runs.beginPublishing(runId);
  const { run_id: visible, unfinished } = await runs.getCurrent();
  const broken = unfinished.filter((id) => id !== runId);

  await withDatabase(async (database) => {
    const fresh = `${database.directory}/fresh.parquet`;
    await lake.download(runFiles.tiers(runId, bucket), fresh);
    await database.run(`create view tiers as from read_parquet(${quotedString(fresh)})`);
    await database.run(`create view fresh as ${freshSql}`);
    await createKnown(database, lake, visible === runId ? undefined : visible, bucket);
    await database.run(`create table changes as ${changesSql}`, {
      tolerance: policy.publish.valueScoreTolerance,
      estimate_tolerance: policy.publish.estimateTolerance,
      everything: broken.length > 0,
    });

    if (broken.length > 0) await customers.removeHistory(broken, idsOf(database));
    const items = await customers.write(runId, bucket, changesOf(database, runId));
    const published = `${database.directory}/published.parquet`;
    await database.run(
      `copy (
         select unnest(state) from changes
         union all by name
         from known anti join changes using (customer_id)
       ) to ${quotedString(published)} (format parquet)`,
    );
    await lake.upload(published, runFiles.published(runId, bucket), 'application/vnd.apache.parquet');
    await lake.putJson(runFiles.publication(runId, bucket), { items });
  });
  return { status: 'done' };
}

/** What the table holds of this bucket for readers of the visible run. */
async function createKnown(database: Database, lake: ObjectStore, visible: string | undefined, bucket: number) {
  if (visible === undefined) {
    await database.run('create view known as from fresh limit 0');
    return;
  }
  const file = `${database.directory}/known.parquet`;
  await lake.download(runFiles.published(visible, bucket), file);
  // A run of another version of Strata may have published other columns.
  const columns = await database.rows(
    'select column_name from (describe fresh)',
    z.object({ column_name: z.string() }),
  );
  await database.run(
    `create view known as select ${columns.map(({ column_name }) => quotedIdentifier(column_name)).join(', ')}
     from (from (from fresh limit 0) union all by name from read_parquet(${quotedString(file)}))`,
  );
}

async function* changesOf(database: Database, runId: string): AsyncGenerator<CustomerChange> {
  const rows = database.chunks(
    'select to_json(state)::varchar as state, to_json(before)::varchar as before, as_of::varchar as as_of from changes',
  );
  for await (const chunk of rows) {
    for (const row of chunk) {
      const { state: json, before: jsonBefore, as_of } = change.parse(row);
      const state = JSON.parse(json) as CustomerState;
      const before = jsonBefore === null ? undefined : (JSON.parse(jsonBefore) as CustomerState);
      yield { state, before, tierChange: before && tierChangeOf(runId, as_of, before, state) };
    }
  }
}

/** A customer's first tier is no change: the state says since when it is held. */
function tierChangeOf(
  runId: string,
  asOf: string,
  before: CustomerState,
  state: CustomerState,
): TierChange | undefined {
  if (before.tier === state.tier) return undefined;
  return {
    run_id: runId,
    as_of: asOf,
    from: before.tier,
    from_since: String(before.tier_since),
    to: state.tier,
    cause: state.tier_cause as Cause,
    reason: String(state.tier_reason),
    reason_zh: String(state.tier_reason_zh),
  };
}

async function* idsOf(database: Database): AsyncGenerator<string> {
  for await (const chunk of database.chunks('select customer_id from fresh')) {
    for (const row of chunk) yield String(row.customer_id);
  }
}

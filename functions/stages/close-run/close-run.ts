import { z } from 'zod';
import type { Database, WithDatabase } from '../../../shared/adapters/duckdb/duckdb.ts';
import { type Relation, withRelations } from '../../../shared/adapters/duckdb/relation.ts';
import { writeCsv } from '../../../shared/adapters/duckdb/write-csv.ts';
import type { AuditLog } from '../../../shared/adapters/tables/audit-log.ts';
import type { CustomerTable } from '../../../shared/adapters/tables/customer-table.ts';
import type { ErasureTable } from '../../../shared/adapters/tables/erasure-table.ts';
import type { OverrideTable } from '../../../shared/adapters/tables/override-table.ts';
import type { Run, RunTable } from '../../../shared/adapters/tables/run-table.ts';
import type { Execution } from '../../../shared/contracts.ts';
import { namesByCluster } from '../../../shared/domain/clusters/describe/cluster-names.ts';
import { lifetimeValueFigures } from '../../../shared/domain/lifetime-value/fitted-lifetime-value.ts';
import { type Model, modelSchema } from '../../../shared/domain/model.ts';
import { parsePolicy } from '../../../shared/domain/policy/policy.ts';
import { policyDifference } from '../../../shared/domain/policy/policy-difference.ts';
import { publicationSchema, sumPublications } from '../../../shared/domain/run/publication.ts';
import { resolveAsOf, runFiles } from '../../../shared/domain/run/runs.ts';
import { causeCount, movementCell, projectedDemotion } from '../../../shared/domain/tiers/movement/movement-counts.ts';
import { StaleRunError } from '../../../shared/errors.ts';
import { metrics } from '../../../shared/observability.ts';
import type { EventBus } from '../../../shared/ports/events.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import type { Workflow } from '../../../shared/ports/workflow.ts';
import { completeErasures, erasureOutcome, removeErased } from '../../../shared/run/erasures.ts';
import { enterIntoLedger } from '../../../shared/run/ledger.ts';
import { readRunQuality } from '../../../shared/run/quality.ts';
import { releaseRunLock } from '../../../shared/run/release-run-lock.ts';
import { readReports } from '../../../shared/run/reports.ts';
import { readUsage } from '../../../shared/run/usage.ts';
import classCountsSql from './class-counts.sql';
import crosswalkSql from './crosswalk.sql';
import { writeCustomerFiles } from './customer-files.ts';
import { deleteExpiredFiles } from './delete-expired-files.ts';
import { gatherFacts } from './facts.ts';
import { removeObsoleteOverrideEnds } from './obsolete-override-ends.ts';
import projectedDemotionsSql from './projected-demotions.sql';
import { writeServiceResults } from './service-results.ts';
import summarySql from './summary.sql';
import { publishTierChanges } from './tier-changes.ts';
import tierFlowCausesSql from './tier-flow-causes.sql';
import tierFlowsSql from './tier-flows.sql';

interface Dependencies {
  inbox: ObjectStore;
  lake: ObjectStore;
  runs: RunTable;
  customers: CustomerTable;
  erasures: ErasureTable;
  overrides: OverrideTable;
  audit: AuditLog;
  machine: Workflow;
  events: EventBus;
  withDatabase: WithDatabase;
  now: () => string;
}

const group = { customers: z.number(), monetary_total: z.number() };
const classCount = z.object({ classification: z.string(), name: z.string(), zh: z.string(), ...group });
const counted = z.object({
  customers: z.number(),
  buyers: z.number(),
  monetary_total: z.number(),
  clv: z.number(),
  tiers: z.array(z.object({ tier: z.string(), ...group, clv: z.number() })),
  segments: z.array(z.object({ segment: z.string(), segment_zh: z.string(), ...group })),
  cluster_sizes: z.array(z.object({ cluster: z.number(), customers: z.number() })).nullable(),
  new_customers: z.number(),
  moved_customers: z.number(),
});

/**
 * Completes a run: writes its files, makes it visible with one write, enters its uploads into the ledger, publishes events for
 * the run and its tier changes, deletes expired files, releases the lock, and starts the next execution if uploads have arrived meanwhile.
 */
export async function closeRun(
  { execution, runId }: { execution: Execution; runId: string },
  dependencies: Dependencies,
): Promise<{ runId: string; customers: number }> {
  const { lake, runs, events, withDatabase, now } = dependencies;
  const run = (await runs.getRun(runId)) as Run;
  const model = modelSchema.parse(await lake.getJson(runFiles.model(runId)));
  const policy = parsePolicy(await lake.getJson(runFiles.policy(runId)));
  const reports = await readReports(lake, runId);
  const quality = await readRunQuality(lake, runId);
  if (!quality) throw new Error(`There are no quality figures of run ${runId}`);
  const previous = quality.previous_run_id === null ? undefined : await runs.getRun(quality.previous_run_id);
  const tiers = model.tiers.map(({ name }) => name);
  const { counts, service } = await withDatabase(async (database) => {
    await writeCustomerFiles(database, lake, runId);
    const facts = await gatherFacts(database, lake, { runId, previous: quality.previous_run_id });
    await writeCrosswalk(database, lake, runId, facts);
    const runs = { policy, tiers, asOf: resolveAsOf(run), previous };
    return {
      counts: await countCustomers(database, facts, quality.previous_run_id),
      service: await writeServiceResults(database, lake, runId, runs, facts),
    };
  });
  const { customers: total, new_customers } = counts;
  const customers = { total, new: new_customers, known: total - new_customers };
  await lake.putJson(runFiles.quality(runId), { ...quality, as_of: model.as_of, customers });

  const policy_changes = await policyChanges(lake, runId, quality.previous_run_id);
  const { items, vanished } = await readPublication(lake, runId);
  const usage = await readUsage(lake, runId);
  const erasures = erasureOutcome(await removeErased(dependencies), run);
  const totals = { policy_changes, items_written: items, vanished, erasures, usage };
  const summary = { ...summarise(counts, model), ...service, ...totals };
  await runs.setFields(runId, { as_of: resolveAsOf(run), summary });
  // Readers see the run from here on. A retry may repeat what follows, which undoes nothing.
  if (!(await runs.makeCurrent(runId, { as_of: resolveAsOf(run), since: now() }))) throw new StaleRunError(runId);
  await enterIntoLedger(lake, runs, run, reports);
  await completeErasures(run, dependencies);
  await removeObsoleteOverrideEnds(runId, dependencies);
  await runs.setFields(runId, { status: 'succeeded', ended_at: now() });
  await events.publish('Run Completed', {
    run_id: runId,
    as_of: resolveAsOf(run),
    customers: counts.customers,
    tiers: counts.tiers,
  });
  const tierChanges = await publishTierChanges({ run_id: runId, as_of: resolveAsOf(run) }, dependencies);
  metrics.addMetric('TierChanges', 'Count', tierChanges);
  metrics.addMetric('ErasuresFailed', 'Count', erasures.failed);
  metrics.addMetric('RunsCompleted', 'Count', 1);
  metrics.addMetric('Customers', 'Count', counts.customers);
  await deleteExpiredFiles({ current: runId, previous: quality.previous_run_id }, policy.retention, dependencies);
  await releaseRunLock(execution, runId, dependencies);
  return { runId, customers: counts.customers };
}

async function writeCrosswalk(database: Database, lake: ObjectStore, runId: string, facts: Relation): Promise<void> {
  const file = `${database.directory}/crosswalk.csv`;
  await writeCsv(database, withRelations(crosswalkSql, { facts }), file);
  await lake.store(file, runFiles.crosswalk(runId), 'text/csv');
}

async function countCustomers(database: Database, facts: Relation, previous: string | null) {
  const [counts] = await database.rows(withRelations(summarySql, { facts }), counted);
  if (!counts) throw new Error('The summary query gave no row');
  const classes = await database.rows(withRelations(classCountsSql, { facts }), classCount);
  const cells = await database.rows(withRelations(tierFlowsSql, { facts }), movementCell);
  const movement = {
    previous_run_id: previous,
    cells,
    causes: await database.rows(withRelations(tierFlowCausesSql, { facts }), causeCount),
    foretold: await database.rows(withRelations(projectedDemotionsSql, { facts }), projectedDemotion),
  };
  return { ...counts, classes, movement };
}

/** Differences between the run's policy and the previous one. */
async function policyChanges(lake: ObjectStore, runId: string, previous: string | null) {
  if (previous === null) return [];
  return policyDifference(await lake.getJson(runFiles.policy(previous)), await lake.getJson(runFiles.policy(runId)));
}

function summarise({ tiers, cluster_sizes, clv, ...counts }: Awaited<ReturnType<typeof countCustomers>>, model: Model) {
  return {
    ...counts,
    tiers: model.tiers.map(({ name, label, line }) => {
      const { customers = 0, monetary_total = 0, clv = 0 } = tiers.find(({ tier }) => tier === name) ?? {};
      return { tier: name, label_en: label.en, label_zh: label.zh, line, customers, monetary_total, clv };
    }),
    lifetime_value: { clv, ...lifetimeValueFigures(model.lifetime_value) },
    model: { learnt_in: model.learnt_in, drift: model.drift, sample: model.sample },
    clusters: summariseClusters(model.clusters, cluster_sizes ?? []),
  };
}

/** Clusters in model order; customers outside any cluster come last. */
function summariseClusters(
  { algorithm, k, inertia, silhouette, groups }: Model['clusters'],
  sizes: readonly { cluster: number; customers: number }[],
) {
  const names = [...namesByCluster(groups)].toSorted(([a], [b]) => Number(a < 0) - Number(b < 0));
  const found = names.flatMap(([cluster, name]) => {
    const customers = sizes.find((size) => size.cluster === cluster)?.customers ?? 0;
    return cluster < 0 && customers === 0 ? [] : [{ cluster, name, customers }];
  });
  return {
    algorithm,
    k,
    inertia,
    silhouette,
    labels: found.map(({ cluster }) => cluster),
    sizes: found.map(({ customers }) => customers),
    names: found.map(({ name }) => name),
  };
}

/** Sums the publication counts of all buckets. */
async function readPublication(lake: ObjectStore, runId: string) {
  const notes = (await lake.list(runFiles.publications(runId))).filter(({ key }) => key.endsWith('.json'));
  return sumPublications(
    await Promise.all(notes.map(async ({ key }) => publicationSchema.parse(await lake.getJson(key)))),
  );
}

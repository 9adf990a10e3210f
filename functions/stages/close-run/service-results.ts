import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { Relation } from '../../../shared/adapters/duckdb/relation.ts';
import { servicePlans } from '../../../shared/domain/tiers/service/service-plan.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import { type Runs, serviceFigures } from './service-figures.ts';
import { writeServicePlan } from './service-plan.ts';

/** Writes service-plan.csv. @returns the plans, cost and benefit of the tiers, and uplift */
export async function writeServiceResults(
  database: Database,
  lake: ObjectStore,
  runId: string,
  runs: Runs,
  facts: Relation,
) {
  const { policy } = runs;
  await writeServicePlan(database, lake, runId, policy);
  const service = { experiment: policy.holdOut.name, tiers: servicePlans(policy) };
  return { service, ...(await serviceFigures(database, facts, runs)) };
}

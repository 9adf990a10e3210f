import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import { servicePlans } from '../../../shared/domain/tiers/service/service-plan.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import { type Customers, type Runs, serviceFigures } from './service-figures.ts';
import { writeServicePlan } from './service-plan.ts';

/** Writes service-plan.csv. @returns the plans, cost and benefit of the tiers, and uplift */
export async function writeServiceResults(
  database: Database,
  lake: ObjectStore,
  runId: string,
  runs: Runs,
  customers: Customers,
) {
  const { policy } = runs;
  await writeServicePlan(database, lake, runId, policy);
  const service = { experiment: policy.holdOut.name, tiers: servicePlans(policy) };
  return { service, ...(await serviceFigures(database, customers, runs)) };
}

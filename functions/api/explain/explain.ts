import type { WithDatabase } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { Run } from '../../../shared/adapters/tables/run-table.ts';
import type { Facts } from '../../../shared/domain/classification/rules.ts';
import { explainCustomer as explanationOf } from '../../../shared/domain/tiers/explanation/explain-customer.ts';
import { origin, type Readers, readFromCurrentRun, unknownCustomer } from '../../../shared/http/current-run.ts';
import { findByCustomerId, type IdSecret } from '../../../shared/http/customer-lookup.ts';
import { ProblemError } from '../../../shared/http/problem.ts';
import { jsonResponse } from '../../../shared/http/response.ts';
import type { RouteHandler } from '../../../shared/http/route-handler.ts';
import { customerResult } from '../../../shared/pipeline/customer-rows.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import { runRules } from '../../../shared/run/rules.ts';

interface Dependencies extends Readers {
  lake: ObjectStore;
  withDatabase: WithDatabase;
  idSecret: IdSecret;
  /** Number of customer buckets, in case no run has recorded it. */
  buckets: number;
}

/** `GET /v1/customers/{id}/explain`: why the customer is in the tier, and what would change it. */
export function explainCustomer(dependencies: Dependencies): RouteHandler<'GET /v1/customers/{id}/explain'> {
  const { lake, idSecret, runs } = dependencies;
  const readRules = runRules(lake);
  return async ({ path }) => {
    const { run, found } = await readFromCurrentRun(dependencies, (view) =>
      findByCustomerId(path.id, idSecret, async (customerId) => view.customer(customerId)),
    );
    if (!found) throw unknownCustomer(run);
    const { customer_id } = found;
    const buckets = await runs.getBuckets(dependencies.buckets);
    const [rules, row] = await Promise.all([
      readRules(run.run_id),
      customerResult(customer_id, run.run_id, { ...dependencies, buckets }) as Promise<Facts | null>,
    ]);
    if (!row) throw notInTheData(run);
    return jsonResponse(200, { ...origin(run), customer_id, ...explanationOf(row, rules) });
  };
}

/** Missing customers are published but are not in the run's files. */
const notInTheData = (run: Run) =>
  new ProblemError(
    'customer-not-found',
    'The customer is missing from the data of this run and keeps the last published tier',
    origin(run),
  );

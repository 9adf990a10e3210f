import type { WithDatabase } from '../../shared/adapters/duckdb.ts';
import type { ObjectStore } from '../../shared/adapters/object-store.ts';
import type { Run } from '../../shared/adapters/run-table.ts';
import { json } from '../../shared/answer.ts';
import type { Answerer } from '../../shared/api/answerer.ts';
import { fromCurrentRun, origin, type Readers, unknownCustomer } from '../../shared/current-run.ts';
import type { Facts } from '../../shared/domain/classification/rules.ts';
import { explainCustomer as explanationOf } from '../../shared/domain/explanation/explain-customer.ts';
import { byKnownId, type IdSecret } from '../../shared/known-id.ts';
import { ProblemError } from '../../shared/problem.ts';
import { runRules } from '../../shared/run-rules.ts';
import { customerResult } from '../export-customer/customer-rows.ts';

interface Dependencies extends Readers {
  lake: ObjectStore;
  withDatabase: WithDatabase;
  idSecret: IdSecret;
  buckets: number;
}

/** `GET /v1/customers/{id}/explain`: what decided where the run put a customer, and what would change it. */
export function explainCustomer(dependencies: Dependencies): Answerer<'GET /v1/customers/{id}/explain'> {
  const { lake, idSecret } = dependencies;
  const rulesOf = runRules(lake);
  return async ({ path }) => {
    const { run, found } = await fromCurrentRun(dependencies, (view) =>
      byKnownId(path.id, idSecret, async (customerId) => view.customer(customerId)),
    );
    if (!found) throw unknownCustomer(run);
    const { customer_id } = found;
    const [rules, row] = await Promise.all([
      rulesOf(run.run_id),
      customerResult(customer_id, run.run_id, dependencies) as Promise<Facts | null>,
    ]);
    if (!row) throw notInTheData(run);
    return json(200, { ...origin(run), customer_id, ...explanationOf(row, rules) });
  };
}

/** Who is kept though the data have them no longer stands in no file of the run. */
const notInTheData = (run: Run) =>
  new ProblemError(
    'customer-not-found',
    'Kept as before: the data of this run have this customer no longer',
    origin(run),
  );

import type { WithDatabase } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { ErasureTable } from '../../../shared/adapters/tables/erasure-table.ts';
import type { OverrideTable } from '../../../shared/adapters/tables/override-table.ts';
import { origin, type Readers, readFromCurrentRun, unknownCustomer } from '../../../shared/http/current-run.ts';
import { findByCustomerId, type IdSecret } from '../../../shared/http/customer-lookup.ts';
import { ProblemError } from '../../../shared/http/problem.ts';
import { jsonResponse } from '../../../shared/http/response.ts';
import type { RouteHandler } from '../../../shared/http/route-handler.ts';
import { customerRows } from '../../../shared/pipeline/customer-rows.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';

interface Dependencies extends Readers {
  erasures: ErasureTable;
  overrides: OverrideTable;
  lake: ObjectStore;
  withDatabase: WithDatabase;
  idSecret: IdSecret;
  /** Number of customer buckets, in case no run has recorded it. */
  buckets: number;
}

/** Lambda responses can have at most 6 MB. */
const MAX_RESPONSE_BYTES = 5_500_000;

/** Where else personal data may be that is not indexed by customer. */
const elsewhere = [
  'Uploads as they were dropped lie in the inbox until they expire',
  'Rows that were refused lie in quarantine, which is not sorted by person',
];

/** `GET /v1/customers/{id}/export`: all data about one customer in the table and the lake. */
export function exportCustomer(dependencies: Dependencies): RouteHandler<'GET /v1/customers/{id}/export'> {
  const { runs, customers, erasures, overrides, idSecret } = dependencies;
  return async ({ path }) => {
    const { run, found } = await readFromCurrentRun(dependencies, (view) =>
      findByCustomerId(path.id, idSecret, async (customer_id) => {
        const [erasure, entry] = await Promise.all([erasures.find(customer_id), overrides.find(customer_id)]);
        if (!erasure && !entry && !(await customers.holds(customer_id))) return undefined;
        const [state, history] = await Promise.all([view.customer(customer_id), view.history(customer_id)]);
        const { customer_id: _, ...override } = entry ?? { customer_id };
        return {
          customer_id,
          state: state ?? null,
          history,
          override: entry ? override : null,
          erasure_asked_at: erasure?.asked_at ?? null,
        };
      }),
    );
    if (!found) throw unknownCustomer(run);
    const buckets = await runs.getBuckets(dependencies.buckets);
    const lake = await customerRows(found.customer_id, run.run_id, { ...dependencies, buckets });
    const response = jsonResponse(200, { ...origin(run), ...found, ...lake, elsewhere });
    if (Buffer.byteLength(response.body ?? '') <= MAX_RESPONSE_BYTES) return response;
    const message =
      'The export is too large for one response: read the rows from the lake, as described in docs/api.md';
    throw new ProblemError('export-too-large', message, origin(run));
  };
}

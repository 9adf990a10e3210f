import { origin, type Readers, readFromCurrentRun } from '../../../shared/http/current-run.ts';
import { findByCustomerIds, type IdSecret } from '../../../shared/http/customer-lookup.ts';
import { jsonResponse } from '../../../shared/http/response.ts';
import type { RouteHandler } from '../../../shared/http/route-handler.ts';

/** `POST /v1/customers/batch`: many customers of one run, in the order of the request, and the unknown ids. */
export function getCustomers(readers: Readers, idSecret: IdSecret): RouteHandler<'POST /v1/customers/batch'> {
  return async ({ body: { ids } }) => {
    const { run, found } = await readFromCurrentRun(readers, (view) =>
      findByCustomerIds(ids, idSecret, view.customers),
    );
    return jsonResponse(200, {
      ...origin(run),
      customers: found.filter((state) => state !== undefined),
      missing: ids.filter((_, index) => found[index] === undefined),
    });
  };
}

import { fromCurrentRun, origin, type Readers } from '../../../shared/http/current-run.ts';
import { byKnownIds, type IdSecret } from '../../../shared/http/customer-lookup.ts';
import { json } from '../../../shared/http/response.ts';
import type { Answerer } from '../../../shared/http/route-handler.ts';

/** `POST /v1/customers/batch`: many customers of one run, in the order asked for, and the ids that nobody has. */
export function getCustomers(readers: Readers, idSecret: IdSecret): Answerer<'POST /v1/customers/batch'> {
  return async ({ body: { ids } }) => {
    const { run, found } = await fromCurrentRun(readers, (view) => byKnownIds(ids, idSecret, view.customers));
    return json(200, {
      ...origin(run),
      customers: found.filter((state) => state !== undefined),
      missing: ids.filter((_, index) => found[index] === undefined),
    });
  };
}

import type { Erasure, ErasureTable } from '../../../shared/adapters/tables/erasure-table.ts';
import type { OverrideTable } from '../../../shared/adapters/tables/override-table.ts';
import { origin, type Readers, readCurrentRun, unknownCustomer } from '../../../shared/http/current-run.ts';
import { findByCustomerId, type IdSecret } from '../../../shared/http/customer-lookup.ts';
import { jsonResponse } from '../../../shared/http/response.ts';
import type { RouteHandler } from '../../../shared/http/route-handler.ts';

interface Dependencies extends Readers {
  erasures: ErasureTable;
  overrides: OverrideTable;
  idSecret: IdSecret;
  /** ISO 8601, UTC. */
  now: () => string;
  newId: () => string;
}

/**
 * `DELETE /v1/customers/{id}`: removes a customer from the table immediately; the next run removes the rows from the lake.
 * The erasure is recorded first, so that it is completed even if this request fails.
 */
export function eraseCustomer(dependencies: Dependencies): RouteHandler<'DELETE /v1/customers/{id}'> {
  const { customers, erasures, overrides, idSecret, now, newId } = dependencies;
  return async ({ path }) => {
    const run = await readCurrentRun(dependencies);
    const erasure = await findByCustomerId(path.id, idSecret, async (customer_id): Promise<Erasure | undefined> => {
      const pending = await erasures.find(customer_id);
      if (pending) return pending;
      const isKnown = (await customers.holds(customer_id)) || (await overrides.find(customer_id));
      if (!isKnown) return undefined;
      return { erasure_id: newId(), customer_id, asked_at: now() };
    });
    if (!erasure) throw unknownCustomer(run);
    await erasures.put(erasure);
    const items_removed = await customers.remove(erasure.customer_id);
    await overrides.remove(erasure.customer_id);
    const { erasure_id, asked_at } = erasure;
    return jsonResponse(202, { ...origin(run), erasure_id, asked_at, items_removed, lake: 'with-the-next-run' });
  };
}

import type { OverrideTable } from '../../../shared/adapters/tables/override-table.ts';
import { origin, type Readers, readFromCurrentRun, unknownCustomer } from '../../../shared/http/current-run.ts';
import { findByCustomerId, type IdSecret } from '../../../shared/http/customer-lookup.ts';
import { overrideInForce, overrideWaiting } from '../../../shared/http/override-status.ts';
import { jsonResponse } from '../../../shared/http/response.ts';
import type { RouteHandler } from '../../../shared/http/route-handler.ts';
import { tierService } from './service.ts';

/**
 * `GET /v1/customers/{id}`: the customer's state in the current run, the service plan, and the tier changes, newest first. If
 * ids are hashed, the customer is also found by the original id, and the response has the hash. Includes an override that waits
 * for the next run.
 * @param idSecret fetches the key for hashing ids
 */
export function getCustomer(
  readers: Readers,
  idSecret: IdSecret,
  overrides: OverrideTable,
): RouteHandler<'GET /v1/customers/{id}'> {
  return async ({ path }) => {
    const { run, state, history } = await customerWithHistory(readers, idSecret, path.id);
    const in_force = overrideInForce(state);
    const waiting = overrideWaiting(await overrides.find(state.customer_id), run, in_force);
    return jsonResponse(200, {
      ...state,
      ...tierService(run, state),
      override: { in_force, waiting },
      ...origin(run),
      history,
    });
  };
}

/** `GET /v1/customers/{id}/history`: only the tier changes. */
export function getCustomerHistory(
  readers: Readers,
  idSecret: IdSecret,
): RouteHandler<'GET /v1/customers/{id}/history'> {
  return async ({ path }) => {
    const { run, state, history } = await customerWithHistory(readers, idSecret, path.id);
    return jsonResponse(200, { customer_id: state.customer_id, ...origin(run), history });
  };
}

async function customerWithHistory(readers: Readers, idSecret: IdSecret, id: string) {
  const { run, found } = await readFromCurrentRun(readers, (view) =>
    findByCustomerId(id, idSecret, async (storedId) => {
      const [state, history] = await Promise.all([view.customer(storedId), view.history(storedId)]);
      return state && { state, history };
    }),
  );
  if (!found) throw unknownCustomer(run);
  return { run, ...found };
}

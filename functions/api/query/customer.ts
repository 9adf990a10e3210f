import type { OverrideTable } from '../../../shared/adapters/tables/override-table.ts';
import { origin, type Readers, readFromCurrentRun, unknownCustomer } from '../../../shared/http/current-run.ts';
import { findByCustomerId, type IdSecret } from '../../../shared/http/customer-lookup.ts';
import { overrideInForce, overrideWaiting } from '../../../shared/http/override-status.ts';
import { jsonResponse } from '../../../shared/http/response.ts';
import type { RouteHandler } from '../../../shared/http/route-handler.ts';
import { tierService } from './service.ts';

/**
 * `GET /v1/customers/{id}`: the customer's state as the current run has it, what the customer gets, and the tier changes,
 * newest first. Where ids are kept as keyed hashes, the customer is found by the id itself too, and the answer has the hash. An
 * override that waits for the next run is shown at once.
 * @param idSecret the key of the hashes
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

/** `GET /v1/customers/{id}/history`: the tier changes alone. */
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

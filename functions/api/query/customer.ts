import type { OverrideTable } from '../../../shared/adapters/tables/override-table.ts';
import { fromCurrentRun, origin, type Readers, unknownCustomer } from '../../../shared/http/current-run.ts';
import { byKnownId, type IdSecret } from '../../../shared/http/customer-lookup.ts';
import { overrideInForce, overrideWaiting } from '../../../shared/http/override-status.ts';
import { json } from '../../../shared/http/response.ts';
import type { Answerer } from '../../../shared/http/route-handler.ts';
import { serviceIn } from './service.ts';

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
): Answerer<'GET /v1/customers/{id}'> {
  return async ({ path }) => {
    const { run, state, history } = await customerWithHistory(readers, idSecret, path.id);
    const in_force = overrideInForce(state);
    const waiting = overrideWaiting(await overrides.find(state.customer_id), run, in_force);
    return json(200, { ...state, ...serviceIn(run, state), override: { in_force, waiting }, ...origin(run), history });
  };
}

/** `GET /v1/customers/{id}/history`: the tier changes alone. */
export function getCustomerHistory(readers: Readers, idSecret: IdSecret): Answerer<'GET /v1/customers/{id}/history'> {
  return async ({ path }) => {
    const { run, state, history } = await customerWithHistory(readers, idSecret, path.id);
    return json(200, { customer_id: state.customer_id, ...origin(run), history });
  };
}

async function customerWithHistory(readers: Readers, idSecret: IdSecret, id: string) {
  const { run, found } = await fromCurrentRun(readers, (view) =>
    byKnownId(id, idSecret, async (storedId) => {
      const [state, history] = await Promise.all([view.customer(storedId), view.history(storedId)]);
      return state && { state, history };
    }),
  );
  if (!found) throw unknownCustomer(run);
  return { run, ...found };
}

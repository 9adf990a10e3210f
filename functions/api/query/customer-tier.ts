import type { OptimisticRead } from '../../../shared/adapters/tables/optimistic-read.ts';
import { type Schedule, secondsUntilNextRun } from '../../../shared/domain/run/schedule.ts';
import { origin, type Readers, readFromCurrentRun, unknownCustomer } from '../../../shared/http/current-run.ts';
import { findByCustomerId, type IdSecret } from '../../../shared/http/customer-lookup.ts';
import { withEtag } from '../../../shared/http/etag.ts';
import { overrideInForce } from '../../../shared/http/override-status.ts';
import { jsonResponse } from '../../../shared/http/response.ts';
import type { RouteHandler } from '../../../shared/http/route-handler.ts';

export interface Lifetime {
  /** When scheduled runs start. */
  schedule: Schedule;
  /** Maximum cache lifetime in seconds; limited because an upload can start a run at any time. */
  maxSeconds: number;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Reads a customer with one request; undefined if the result is not certain. */
type OptimisticReader = (customerId: string) => Promise<OptimisticRead | undefined>;

/**
 * `GET /v1/customers/{id}/tier`: the tier and its reason, cacheable until the next run. While a run is being published, the
 * response is not cacheable.
 * @param readOptimistically tried before a consistent read
 */
export function getCustomerTier(
  readers: Readers,
  idSecret: IdSecret,
  readOptimistically: OptimisticReader,
  { schedule, maxSeconds, now }: Lifetime,
): RouteHandler<'GET /v1/customers/{id}/tier'> {
  return async ({ path, headers }) => {
    const { run, state, isPublishing } =
      (await readOptimistically(path.id)) ?? (await readConsistently(readers, idSecret, path.id));
    const { customer_id, tier, previous_tier, tier_since, tier_reason, tier_reason_zh, value_score, segment } = state;
    const tierFields = {
      customer_id,
      tier,
      previous_tier,
      tier_since,
      tier_reason,
      tier_reason_zh,
      value_score,
      segment,
    };
    const { missing_since = null } = state;
    const shown = { ...tierFields, missing_since, control: state.control === true, override: overrideInForce(state) };
    const seconds = isPublishing ? 0 : secondsUntilNextRun(schedule, now(), maxSeconds);
    const lifetime = { 'cache-control': `private, max-age=${seconds}, must-revalidate` };
    return withEtag(headers['if-none-match'], jsonResponse(200, { ...shown, ...origin(run) }, lifetime));
  };
}

async function readConsistently(readers: Readers, idSecret: IdSecret, id: string) {
  const { run, found } = await readFromCurrentRun(readers, async (view) => {
    const state = await findByCustomerId(id, idSecret, view.customer);
    return { state, isPublishing: view.isPublishing };
  });
  const { state, isPublishing } = found;
  if (!state) throw unknownCustomer(run);
  return { run, state, isPublishing };
}

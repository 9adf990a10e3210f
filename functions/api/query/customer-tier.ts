import type { OptimisticRead } from '../../../shared/adapters/tables/optimistic-read.ts';
import { type Schedule, secondsUntilNextRun } from '../../../shared/domain/run/schedule.ts';
import { origin, type Readers, readFromCurrentRun, unknownCustomer } from '../../../shared/http/current-run.ts';
import { findByCustomerId, type IdSecret } from '../../../shared/http/customer-lookup.ts';
import { withEtag } from '../../../shared/http/etag.ts';
import { overrideInForce } from '../../../shared/http/override-status.ts';
import { jsonResponse } from '../../../shared/http/response.ts';
import type { RouteHandler } from '../../../shared/http/route-handler.ts';

export interface Lifetime {
  /** When runs start by themselves. */
  schedule: Schedule;
  /** The longest that an answer is kept, since an upload may start a run at any time; in seconds. */
  maxSeconds: number;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Looks at a customer once, without certainty that there is an answer. */
type Glancer = (customerId: string) => Promise<OptimisticRead | undefined>;

/**
 * `GET /v1/customers/{id}/tier`: the tier and why, to be kept until the next run. While a run is being published the answer
 * is not kept at all.
 * @param glance tried first
 */
export function getCustomerTier(
  readers: Readers,
  idSecret: IdSecret,
  glance: Glancer,
  { schedule, maxSeconds, now }: Lifetime,
): RouteHandler<'GET /v1/customers/{id}/tier'> {
  return async ({ path, headers }) => {
    const { run, state, isPublishing } = (await glance(path.id)) ?? (await secondLook(readers, idSecret, path.id));
    const { customer_id, tier, previous_tier, tier_since, tier_reason, tier_reason_zh, value_score, segment } = state;
    const placed = { customer_id, tier, previous_tier, tier_since, tier_reason, tier_reason_zh, value_score, segment };
    const { missing_since = null } = state;
    const shown = { ...placed, missing_since, control: state.control === true, override: overrideInForce(state) };
    const seconds = isPublishing ? 0 : secondsUntilNextRun(schedule, now(), maxSeconds);
    const lifetime = { 'cache-control': `private, max-age=${seconds}, must-revalidate` };
    return withEtag(headers['if-none-match'], jsonResponse(200, { ...shown, ...origin(run) }, lifetime));
  };
}

async function secondLook(readers: Readers, idSecret: IdSecret, id: string) {
  const { run, found } = await readFromCurrentRun(readers, async (view) => {
    const state = await findByCustomerId(id, idSecret, view.customer);
    return { state, isPublishing: view.isPublishing };
  });
  const { state, isPublishing } = found;
  if (!state) throw unknownCustomer(run);
  return { run, state, isPublishing };
}

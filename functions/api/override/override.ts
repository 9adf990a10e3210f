import type { OverrideTable } from '../../../shared/adapters/tables/override-table.ts';
import type { Run } from '../../../shared/adapters/tables/run-table.ts';
import { laterThan } from '../../../shared/domain/calendar/later-than.ts';
import { timeOfRun } from '../../../shared/domain/run/runs.ts';
import { normaliseOverride } from '../../../shared/domain/tiers/overrides/override.ts';
import { origin, type Readers, readFromCurrentRun, unknownCustomer } from '../../../shared/http/current-run.ts';
import { findByCustomerId, type IdSecret } from '../../../shared/http/customer-lookup.ts';
import { ProblemError } from '../../../shared/http/problem.ts';
import { jsonResponse } from '../../../shared/http/response.ts';
import type { RouteHandler } from '../../../shared/http/route-handler.ts';
import { parseRunSummary } from '../../../shared/run/summary.ts';

interface Dependencies extends Readers {
  overrides: OverrideTable;
  idSecret: IdSecret;
  /** ISO 8601, UTC. */
  now: () => string;
}

const effective = 'with-the-next-run';

/** `PUT /v1/customers/{id}/override`: sets the override of a customer from the next run on; replaces an earlier one. */
export function setOverride(dependencies: Dependencies): RouteHandler<'PUT /v1/customers/{id}/override'> {
  const { overrides, now } = dependencies;
  return async ({ path, body }) => {
    const { run, customer_id } = await knownCustomer(dependencies, path.id);
    requireTier(run, body.tier);
    requireFuture(body.expires_on, now());
    const set_at = await nextTime(dependencies, run, customer_id);
    const override = normaliseOverride(body);
    await overrides.put({ ...override, customer_id, set_at });
    return jsonResponse(202, { ...origin(run), customer_id, override, set_at, effective });
  };
}

/**
 * `DELETE /v1/customers/{id}/override`: ends the override with the next run. The end is stored as an entry: an override may
 * also come from a file, which the API cannot see, and the latest entry wins.
 */
export function endOverride(dependencies: Dependencies): RouteHandler<'DELETE /v1/customers/{id}/override'> {
  const { overrides } = dependencies;
  return async ({ path }) => {
    const { run, customer_id } = await knownCustomer(dependencies, path.id);
    const set_at = await nextTime(dependencies, run, customer_id);
    await overrides.put({ kind: 'none', customer_id, set_at });
    return jsonResponse(202, { ...origin(run), customer_id, set_at, effective });
  };
}

/**
 * A time later than the customer's override and the current run, whose files may have had overrides: the latest entry wins, even after
 * the clock was put back.
 */
async function nextTime({ overrides, now }: Dependencies, { run_id }: Run, customerId: string): Promise<string> {
  const afterRun = laterThan(timeOfRun(run_id), now());
  const before = await overrides.find(customerId);
  return before ? laterThan(before.set_at, afterRun) : afterRun;
}

/** The stored id of a customer in the run, or of one who only has an override. */
async function knownCustomer(dependencies: Dependencies, id: string): Promise<{ run: Run; customer_id: string }> {
  const { overrides, idSecret } = dependencies;
  const { run, found } = await readFromCurrentRun(dependencies, (view) =>
    findByCustomerId(id, idSecret, async (storedId) => {
      const known = (await view.customer(storedId)) ?? (await overrides.find(storedId));
      return known && storedId;
    }),
  );
  if (found === undefined) throw unknownCustomer(run);
  return { run, customer_id: found };
}

function requireTier(run: Run, tier: string): void {
  const tiers = parseRunSummary(run).tiers.map((known) => known.tier);
  if (tiers.includes(tier)) return;
  const message = `is not a tier of this run: ${tiers.join(', ')}`;
  throw new ProblemError('tier-not-found', `Invalid body: tier: ${message}`, {
    ...origin(run),
    tiers,
    errors: [{ field: 'tier', message }],
  });
}

const TWELVE_HOURS_MS = 43_200_000;

/** A day is in the past only once it is over in every time zone, up to twelve hours behind UTC. */
function requireFuture(day: string | null, now: string): void {
  const earliest = new Date(Date.parse(now) - TWELVE_HOURS_MS).toISOString().slice(0, 10);
  if (day === null || day >= earliest) return;
  const message = 'is in the past; expected a later date, or null for no end';
  throw new ProblemError('invalid-request', `Invalid body: expires_on: ${message}`, {
    errors: [{ field: 'expires_on', message }],
  });
}

import * as z from 'zod';
import type { CustomerState } from '../../../shared/adapters/tables/customer-table.ts';
import type { Run } from '../../../shared/adapters/tables/run-table.ts';
import { origin, type Readers, readFromCurrentRun } from '../../../shared/http/current-run.ts';
import { decodeCursor, encodeCursor } from '../../../shared/http/cursor.ts';
import { ProblemError } from '../../../shared/http/problem.ts';
import { jsonResponse } from '../../../shared/http/response.ts';
import type { ApiRequest, RouteHandler } from '../../../shared/http/route-handler.ts';
import { parseRunSummary } from '../../../shared/run/summary.ts';

type Listing = 'GET /v1/tiers/{tier}/customers';
type Filters = Omit<ApiRequest<Listing>['query'], 'limit' | 'cursor'>;

/** `GET /v1/tiers/{tier}/customers`: a page of a tier's customers, highest value first. A listing belongs to one run. */
export function listTierCustomers(readers: Readers): RouteHandler<Listing> {
  return async ({ path: { tier }, query: { limit, cursor, ...filters } }) => {
    const { run, found } = await readFromCurrentRun(readers, (view, runId) => {
      const after = cursor === undefined ? undefined : decodePosition(cursor, { run: runId, tier, ...filters });
      return view.listTier(tier, limit, after, customerFilter(filters));
    });
    requireTier(run, tier);
    const { customers, next } = found;
    const next_cursor =
      next === undefined ? null : encodeCursor({ run: run.run_id, tier, ...filters, after: next } satisfies Position);
    return jsonResponse(200, { ...origin(run), tier, customers, next_cursor });
  };
}

function requireTier(run: Run, tier: string): void {
  const tiers = parseRunSummary(run).tiers.map((known) => known.tier);
  if (tiers.includes(tier)) return;
  throw new ProblemError('tier-not-found', `The tiers are ${tiers.join(', ')}`, { ...origin(run), tiers });
}

function customerFilter({ segment, region, changed_since }: Filters): ((state: CustomerState) => boolean) | undefined {
  if (segment === undefined && region === undefined && changed_since === undefined) return undefined;
  return (state) =>
    (segment === undefined || state.segment === segment) &&
    (region === undefined || state.region === region) &&
    (changed_since === undefined || String(state.tier_since) >= changed_since);
}

const text = z.string().optional();
const position = z.strictObject({
  run: z.string(),
  tier: z.string(),
  segment: text,
  region: text,
  changed_since: text,
  after: z.string(),
});
type Position = z.infer<typeof position>;

/** @param listing the current request; a position is valid only for the listing that it came from */
function decodePosition(cursor: string, listing: Omit<Position, 'after'>): string {
  const { after, ...source } = decodeCursor(position, cursor);
  if (source.run !== listing.run) {
    throw new ProblemError(
      'listing-outdated',
      `The cursor belongs to run ${source.run}, which run ${listing.run} has replaced: restart the listing without a cursor`,
      { run_id: listing.run },
    );
  }
  const changed = (['tier', 'segment', 'region', 'changed_since'] as const).find(
    (name) => source[name] !== listing[name],
  );
  if (changed === undefined) return after;
  const message = `belongs to a listing with a different ${changed}`;
  throw new ProblemError('invalid-request', `Invalid query: cursor: ${message}`, {
    errors: [{ field: 'cursor', message }],
  });
}

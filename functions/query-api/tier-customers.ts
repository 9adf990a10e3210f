import { z } from 'zod';
import type { Run } from '../../shared/adapters/run-table.ts';
import { json } from '../../shared/answer.ts';
import { type Answerer, checked, pageQuery } from '../../shared/api.ts';
import { ProblemError } from '../../shared/problem.ts';
import { summaryOf } from '../../shared/run-summary.ts';
import { fromCurrentRun, origin, type Readers } from './current-run.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';

/** `GET /v1/tiers/{tier}/customers`: a page of a tier's customers, highest value first. A listing is of one run. */
export function listTierCustomers(readers: Readers): Answerer {
  return (event) => {
    const { limit, cursor } = checked(pageQuery, event.queryStringParameters ?? {}, 'query');
    const tier = event.pathParameters?.tier ?? '';
    return fromCurrentRun(readers, async (run, current) => {
      requireTier(run, tier);
      const after = cursor === undefined ? undefined : positionOf(cursor, tier, run);
      const { customers, next } = await readers.customers.listTier(tier, current, limit, after);
      const next_cursor = next === undefined ? null : encodeCursor({ run: run.run_id, tier, after: next });
      return json(200, { ...origin(run), tier, customers, next_cursor });
    });
  };
}

function requireTier(run: Run, tier: string): void {
  const tiers = summaryOf(run).tiers.map((known) => known.tier);
  if (tiers.includes(tier)) return;
  throw new ProblemError('tier-not-found', `The tiers are ${tiers.join(', ')}`, { ...origin(run), tiers });
}

function positionOf(cursor: string, tier: string, run: Run): string {
  const tierCursor = z.strictObject({ run: z.string(), tier: z.literal(tier), after: z.string() });
  const position = decodeCursor(tierCursor, cursor);
  if (position.run === run.run_id) return position.after;
  throw new ProblemError(
    'listing-outdated',
    `The cursor is of run ${position.run}, and run ${run.run_id} has replaced it: start the listing again, without a cursor`,
    origin(run),
  );
}

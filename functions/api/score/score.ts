import type { Run } from '../../../shared/adapters/tables/run-table.ts';
import { parseOrderLines } from '../../../shared/domain/scoring/order-line-input.ts';
import { customerScorer } from '../../../shared/domain/scoring/score-customer.ts';
import { origin, type Readers, readCurrentRun } from '../../../shared/http/current-run.ts';
import { jsonResponse } from '../../../shared/http/response.ts';
import type { RouteHandler } from '../../../shared/http/route-handler.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import { runRules } from '../../../shared/run/rules.ts';

interface Dependencies extends Readers {
  lake: ObjectStore;
}

/** `POST /v1/score`: the tier that the given orders earn with the current run's model. Stores nothing. */
export function score({ lake, ...readers }: Dependencies): RouteHandler<'POST /v1/score'> {
  const readRules = runRules(lake);
  return async ({ body }) => {
    const run = await readCurrentRun(readers);
    const { model, policy } = await readRules(run.run_id);
    const scored_for = body.as_of ?? scoringDate(run);
    const lines = parseOrderLines(body.orders, policy);
    const scored = customerScorer(model, policy, scored_for)(lines, withoutUndefined(body.features));
    return jsonResponse(200, { ...origin(run), scored_for, ...scored });
  };
}

function scoringDate({ run_id, as_of }: Run): string {
  if (as_of === undefined) throw new Error(`The current run ${run_id} has no as_of`);
  return as_of;
}

const withoutUndefined = (features: object) =>
  Object.fromEntries(Object.entries(features).filter(([, value]) => value !== undefined));

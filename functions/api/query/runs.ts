import * as z from 'zod';
import type { Run, RunTable } from '../../../shared/adapters/tables/run-table.ts';
import { decodeCursor, encodeCursor } from '../../../shared/http/cursor.ts';
import { ProblemError } from '../../../shared/http/problem.ts';
import { jsonResponse } from '../../../shared/http/response.ts';
import type { RouteHandler } from '../../../shared/http/route-handler.ts';

const runsCursor = z.strictObject({ before: z.string().min(1) });

/** `GET /v1/runs`: all runs, newest first, and the id of the current one. */
export function listRuns({ runs }: { runs: RunTable }): RouteHandler<'GET /v1/runs'> {
  return async ({ query: { limit, cursor } }) => {
    const before = cursor === undefined ? undefined : decodeCursor(runsCursor, cursor).before;
    const [page, current] = await Promise.all([runs.listRuns(limit + 1, before), runs.getCurrent()]);
    const shown = page.slice(0, limit);
    const last = shown.at(-1);
    const next_cursor = page.length > limit && last ? encodeCursor({ before: last.run_id }) : null;
    return jsonResponse(200, { current_run_id: current.run_id ?? null, runs: shown.map(withoutPlans), next_cursor });
  };
}

/** The service plans of many runs could exceed the maximum size of a response. */
function withoutPlans(run: Run): Run {
  if (!run.summary) return run;
  const { service, ...summary } = run.summary;
  return { ...run, summary };
}

/** `GET /v1/runs/{id}`: one run in any status. */
export function getRun({ runs }: { runs: RunTable }): RouteHandler<'GET /v1/runs/{id}'> {
  return async ({ path: { id } }) => {
    const [run, current] = await Promise.all([runs.getRun(id), runs.getCurrent()]);
    if (!run) throw new ProblemError('run-not-found', 'No run has this id; GET /v1/runs lists them');
    return jsonResponse(200, { ...run, current: run.run_id === current.run_id });
  };
}

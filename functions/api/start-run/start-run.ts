import { source } from '../../../shared/contracts.ts';
import { jsonResponse } from '../../../shared/http/response.ts';
import type { RouteHandler } from '../../../shared/http/route-handler.ts';
import type { Workflow } from '../../../shared/ports/workflow.ts';

/** `POST /v1/runs`: starts an execution. It becomes a run when it takes the lock, so there is no run id yet. */
export function startRun(workflow: Pick<Workflow, 'start'>): RouteHandler<'POST /v1/runs'> {
  return async ({ body: { as_of, accept_gate } }) => {
    const execution_arn = await workflow.start({
      source: source.request,
      ...(as_of && { asOf: as_of }),
      ...(accept_gate && { acceptGate: true }),
    });
    const accepted = { execution_arn, as_of: as_of ?? null, accept_gate, runs: '/v1/runs' };
    return jsonResponse(202, accepted, { location: '/v1/runs' });
  };
}

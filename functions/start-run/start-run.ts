import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { z } from 'zod';
import type { StateMachine } from '../../shared/adapters/state-machine.ts';
import { json } from '../../shared/answer.ts';
import { type Answerer, checked, noQuery } from '../../shared/api.ts';
import { source } from '../../shared/contracts.ts';
import { ProblemError } from '../../shared/problem.ts';

const request = z.strictObject({
  /** The day to segment for; orders after it are not seen. */
  as_of: z.iso.date().optional(),
  /** Take in what waits even where the gate finds something. */
  accept_gate: z.boolean().default(false),
});

/** `POST /v1/runs`: asks for a re-segmentation. It becomes a run once it holds the lock, so it has no id yet. */
export function startRun(workflow: Pick<StateMachine, 'start'>): Answerer {
  return async (event) => {
    checked(noQuery, event.queryStringParameters ?? {}, 'query');
    const { as_of, accept_gate } = checked(request, bodyOf(event), 'body');
    const execution_arn = await workflow.start({
      source: source.request,
      ...(as_of && { asOf: as_of }),
      ...(accept_gate && { acceptGate: true }),
    });
    const accepted = { execution_arn, as_of: as_of ?? null, accept_gate, runs: '/v1/runs' };
    return json(202, accepted, { location: '/v1/runs' });
  };
}

/** @returns the parsed body; an empty object where there is none */
function bodyOf({ body = '', isBase64Encoded }: APIGatewayProxyEventV2): unknown {
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError('invalid-request', 'The body is no JSON', {
      errors: [{ field: '', message: 'is no JSON' }],
    });
  }
}

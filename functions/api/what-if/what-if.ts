import type { ObjectLinks } from '../../../shared/adapters/aws/object-links.ts';
import type { ObjectStore } from '../../../shared/adapters/aws/object-store.ts';
import type { StateMachine } from '../../../shared/adapters/aws/state-machine.ts';
import { source } from '../../../shared/contracts.ts';
import { policyHash, policySchema } from '../../../shared/domain/policy/policy.ts';
import { type WhatIfOutcome, whatIfFiles, whatIfOutcomeSchema } from '../../../shared/domain/run/what-if.ts';
import { ProblemError } from '../../../shared/http/problem.ts';
import { invalidRequest } from '../../../shared/http/request.ts';
import { jsonResponse } from '../../../shared/http/response.ts';
import type { RouteHandler } from '../../../shared/http/route-handler.ts';

interface Dependencies {
  lake: Pick<ObjectStore, 'getJson' | 'putJson'>;
  links: Pick<ObjectLinks, 'reading'>;
  machine: StateMachine;
  /** A name for a question that no other has, which tells nothing of who asked. */
  newId: () => string;
}

/** `POST /v1/what-if`: asks what another policy would do. The execution goes by the question's name. */
export function requestWhatIf({ lake, machine, newId }: Dependencies): RouteHandler<'POST /v1/what-if'> {
  return async ({ body: { policy } }) => {
    const parsed = policySchema.safeParse(policy);
    if (!parsed.success) throw invalidRequest('body', inPolicy(parsed.error.issues));
    const what_if_id = newId();
    await lake.putJson(whatIfFiles.policy(what_if_id), policy);
    await machine.start({ source: source.whatIf, whatIfId: what_if_id }, what_if_id);
    const what_if = `/v1/what-if/${what_if_id}`;
    return jsonResponse(202, { what_if_id, policy_hash: policyHash(parsed.data), what_if }, { location: what_if });
  };
}

/** Where fields of the policy stand in the body. */
const inPolicy = <Issue extends { path: PropertyKey[] }>(issues: readonly Issue[]) =>
  issues.map((issue) => ({ ...issue, path: ['policy', ...issue.path] }));

const unanswered = { run_id: null, as_of: null, error: null, message: null, answer: null };
const brokenOff = {
  ...unanswered,
  error: 'NotAnswered',
  message: 'It broke off without an answer: ask again, and if it does so again look at the logs of what-if',
};

/** `GET /v1/what-if/{id}`: whether it is answered, and the answer. */
export function getWhatIf({ lake, links, machine }: Dependencies): RouteHandler<'GET /v1/what-if/{id}'> {
  return async ({ path: { id } }) => {
    if (!NAME.test(id) || (await lake.getJson(whatIfFiles.policy(id))) === undefined) throw unknown();
    // Looked at before the outcome: what has ended has written it.
    const isRunning = await machine.isRunning(machine.arnOf(id));
    const found = whatIfOutcomeSchema.optional().parse(await lake.getJson(whatIfFiles.result(id)));
    if (found) return jsonResponse(200, { what_if_id: id, ...found, movers_file: await moversFile(id, found, links) });
    const outcome = isRunning ? { status: 'running', ...unanswered } : { status: 'failed', ...brokenOff };
    return jsonResponse(200, { what_if_id: id, ...outcome, movers_file: null });
  };
}

/** As names of questions are made; none of another kind is looked for in the lake. */
const NAME = /^[\w-]+$/;

async function moversFile(id: string, { status }: WhatIfOutcome, links: Dependencies['links']) {
  if (status === 'failed') return null;
  const name = 'movers.csv';
  return { name, ...(await links.reading(whatIfFiles.movers(id), name)) };
}

const unknown = () =>
  new ProblemError('what-if-not-found', 'No question has this id, or it was asked more than 30 days ago');

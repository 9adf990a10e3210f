import { source } from '../../../shared/contracts.ts';
import { policyHash, policySchema } from '../../../shared/domain/policy/policy.ts';
import { type WhatIfOutcome, whatIfFiles, whatIfOutcomeSchema } from '../../../shared/domain/run/what-if.ts';
import { ProblemError } from '../../../shared/http/problem.ts';
import { invalidRequest } from '../../../shared/http/request.ts';
import { jsonResponse } from '../../../shared/http/response.ts';
import type { RouteHandler } from '../../../shared/http/route-handler.ts';
import type { ObjectLinks, ObjectStore } from '../../../shared/ports/objects.ts';
import type { Workflow } from '../../../shared/ports/workflow.ts';

interface Dependencies {
  lake: Pick<ObjectStore, 'getJson' | 'putJson'>;
  links: Pick<ObjectLinks, 'downloadLink'>;
  machine: Workflow;
  /** A unique id that reveals nothing about the client. */
  newId: () => string;
}

/** `POST /v1/what-if`: starts a what-if. The execution is named after its id. */
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

/** Prefixes the paths of policy fields with their position in the body. */
const inPolicy = <Issue extends { path: PropertyKey[] }>(issues: readonly Issue[]) =>
  issues.map((issue) => ({ ...issue, path: ['policy', ...issue.path] }));

const noResult = { run_id: null, as_of: null, error: null, message: null, answer: null };
const interrupted = {
  ...noResult,
  error: 'NotAnswered',
  message: 'The what-if was interrupted: start it again; if that fails too, see the logs of what-if',
};

/** `GET /v1/what-if/{id}`: the status and the result of a what-if. */
export function getWhatIf({ lake, links, machine }: Dependencies): RouteHandler<'GET /v1/what-if/{id}'> {
  return async ({ path: { id } }) => {
    if (!ID.test(id) || (await lake.getJson(whatIfFiles.policy(id))) === undefined) throw unknown();
    // Checked before reading the result: an execution that has ended has written it.
    const isRunning = await machine.isRunning(machine.executionArn(id));
    const found = whatIfOutcomeSchema.optional().parse(await lake.getJson(whatIfFiles.result(id)));
    if (found) return jsonResponse(200, { what_if_id: id, ...found, movers_file: await moversFile(id, found, links) });
    const outcome = isRunning ? { status: 'running', ...noResult } : { status: 'failed', ...interrupted };
    return jsonResponse(200, { what_if_id: id, ...outcome, movers_file: null });
  };
}

/** The format of ids; anything else is rejected without reading the lake. */
const ID = /^[\w-]+$/;

async function moversFile(id: string, { status }: WhatIfOutcome, links: Dependencies['links']) {
  if (status === 'failed') return null;
  const name = 'movers.csv';
  return { name, ...(await links.downloadLink(whatIfFiles.movers(id), name)) };
}

const unknown = () =>
  new ProblemError('what-if-not-found', 'No what-if has this id, or it was started more than 30 days ago');

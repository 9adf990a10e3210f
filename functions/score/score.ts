import type { ObjectStore } from '../../shared/adapters/object-store.ts';
import type { Run } from '../../shared/adapters/run-table.ts';
import { json } from '../../shared/answer.ts';
import type { Answerer } from '../../shared/api/answerer.ts';
import { currentRun, origin, type Readers } from '../../shared/current-run.ts';
import { modelSchema } from '../../shared/domain/model.ts';
import { parsePolicy } from '../../shared/domain/policy.ts';
import { runFiles } from '../../shared/domain/runs.ts';
import { lineOf } from '../../shared/domain/scoring/given-line.ts';
import { customerScorer } from '../../shared/domain/scoring/score-customer.ts';

interface Dependencies extends Readers {
  lake: ObjectStore;
}

/** `POST /v1/score`: the tier that orders earn by the model of the run that readers see. Nothing is stored. */
export function score({ lake, ...readers }: Dependencies): Answerer<'POST /v1/score'> {
  const rulesOf = keptForOneRun((runId) => readRules(lake, runId));
  return async ({ body }) => {
    const run = await currentRun(readers);
    const { model, policy } = await rulesOf(run.run_id);
    const scored_for = body.as_of ?? dayOf(run);
    const lines = body.orders.map((line) => lineOf(line, policy.timeZone));
    const scored = customerScorer(model, policy, scored_for)(lines, known(body.features));
    return json(200, { ...origin(run), scored_for, ...scored });
  };
}

/** What a run's customers were judged by. */
async function readRules(lake: ObjectStore, runId: string) {
  const [model, policy] = await Promise.all([
    lake.getJson(runFiles.model(runId)),
    lake.getJson(runFiles.policy(runId)),
  ]);
  return { model: modelSchema.parse(model), policy: parsePolicy(policy) };
}

/** Keeps what was read of a run until another is asked for; what could not be read is read again. */
function keptForOneRun<Found>(read: (runId: string) => Promise<Found>): (runId: string) => Promise<Found> {
  let kept: { runId: string; found: Found } | undefined;
  return async (runId) => {
    if (kept?.runId !== runId) kept = { runId, found: await read(runId) };
    return kept.found;
  };
}

function dayOf({ run_id, as_of }: Run): string {
  if (as_of === undefined) throw new Error(`The current run ${run_id} has no day`);
  return as_of;
}

/** Without what is not given. */
const known = (features: object) =>
  Object.fromEntries(Object.entries(features).filter(([, value]) => value !== undefined));

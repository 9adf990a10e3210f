import type { WithDatabase } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { ErasureTable } from '../../../shared/adapters/tables/erasure-table.ts';
import type { RunTable } from '../../../shared/adapters/tables/run-table.ts';
import { parsePolicy, policyHash } from '../../../shared/domain/policy/policy.ts';
import { policyDifference } from '../../../shared/domain/policy/policy-difference.ts';
import { type WhatIfOutcome, whatIfFiles } from '../../../shared/domain/run/what-if.ts';
import { InputError } from '../../../shared/errors.ts';
import { type PreviousModel, readPreviousModel } from '../../../shared/pipeline/model/fit-or-reuse.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import { compare } from './comparison.ts';
import { policyForEvaluation } from './evaluation.ts';
import { reassignTiers, refitModel } from './replay-run.ts';

interface Dependencies {
  lake: ObjectStore;
  runs: Pick<RunTable, 'getCurrent'>;
  erasures: Pick<ErasureTable, 'pending'>;
  withDatabase: WithDatabase;
  /** Day of the month of scheduled runs, 1 to 28. */
  reviewDay: number;
}

/**
 * Evaluates what the next run would do if another policy were adopted now and customers did not change: replays the visible
 * run's features with that run as the previous one. Writes only to `what-if/`.
 */
export async function whatIf(
  { whatIfId }: { whatIfId: string },
  dependencies: Dependencies,
): Promise<{ status: WhatIfOutcome['status'] }> {
  const outcome = await evaluate(whatIfId, dependencies);
  await dependencies.lake.putJson(whatIfFiles.result(whatIfId), outcome);
  return { status: outcome.status };
}

/** An input error is an outcome too: a retry would not help. */
async function evaluate(whatIfId: string, dependencies: Dependencies): Promise<WhatIfOutcome> {
  const { run_id } = await dependencies.runs.getCurrent();
  try {
    return await evaluatePolicy(whatIfId, run_id, dependencies);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { name, message } = error;
    return { status: 'failed', run_id: run_id ?? null, as_of: null, error: name, message, answer: null };
  }
}

async function evaluatePolicy(
  whatIfId: string,
  runId: string | undefined,
  { lake, erasures, withDatabase, reviewDay }: Dependencies,
): Promise<WhatIfOutcome> {
  const requested = parsePolicy(await lake.getJson(whatIfFiles.policy(whatIfId)));
  if (runId === undefined) {
    throw new InputError('No run has completed yet: drop a file into the inbox, and ask when its run has ended');
  }
  const before = await readCurrentRun(lake, runId);
  const { policy, not_evaluated } = policyForEvaluation(requested, before.policy);
  const gone = await erasures.pending();
  const model = await refitModel({ lake, withDatabase }, { runId: whatIfId, policy, before, reviewDay });
  return withDatabase(async (database) => {
    const files = await reassignTiers(database, { lake, withDatabase }, { policy, model, before });
    // Erasures requested meanwhile may be complete already and no longer pending.
    const erased = [...gone, ...(await erasures.pending())];
    const figures = await compare(database, lake, { whatIfId, files, policy, model, before, erased });
    const answer = {
      policy_hash: policyHash(requested),
      policy_changes: policyDifference(before.policy, requested),
      not_evaluated,
      ...figures,
    };
    return { status: 'succeeded', run_id: runId, as_of: before.model.as_of, error: null, message: null, answer };
  });
}

/** @throws {InputError} for a run of another version of Strata, whose model cannot be used */
async function readCurrentRun(lake: ObjectStore, runId: string): Promise<PreviousModel> {
  const run = await readPreviousModel(lake, runId);
  if (run) return run;
  throw new InputError('The current run is of another version of Strata: ask again after the next run');
}

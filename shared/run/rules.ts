import { type Model, modelSchema } from '../domain/model.ts';
import { type Policy, parsePolicy } from '../domain/policy/policy.ts';
import { runFiles } from '../domain/run/runs.ts';
import type { ObjectStore } from '../ports/objects.ts';

/** The model and policy of a run. */
export interface RunRules {
  model: Model;
  policy: Policy;
}

/** Reads the rules of a run and caches those of the last run; retries after a failed read. */
export function runRules(lake: ObjectStore): (runId: string) => Promise<RunRules> {
  let cached: { runId: string; rules: RunRules } | undefined;
  return async (runId) => {
    if (cached?.runId !== runId) cached = { runId, rules: await readRules(lake, runId) };
    return cached.rules;
  };
}

async function readRules(lake: ObjectStore, runId: string): Promise<RunRules> {
  const keys = [runFiles.model(runId), runFiles.policy(runId)];
  const [model, policy] = await Promise.all(keys.map((key) => lake.getJson(key)));
  return { model: modelSchema.parse(model), policy: parsePolicy(policy) };
}

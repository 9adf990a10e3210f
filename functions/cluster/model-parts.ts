import { isDeepStrictEqual } from 'node:util';
import type { ObjectStore } from '../../shared/adapters/object-store.ts';
import { type Model, type ModelPart, modelSchema } from '../../shared/domain/model.ts';
import { type Policy, policySchema } from '../../shared/domain/policy.ts';
import { runFiles } from '../../shared/domain/runs.ts';

interface Earlier {
  model: Model;
  policy: Policy;
}

const population = ['windowMonths', 'timeUnit'] as const;
const value = [...population, 'lifetimeValue', 'valueScore'] as const;

/** The sections of the policy that each part of the model follows from. */
const sections: Record<ModelPart, readonly (keyof Policy)[]> = {
  lifetime_value: ['timeUnit', 'lifetimeValue'],
  value_score: value,
  tiers: [...value, 'tiers'],
  rfm: ['windowMonths', 'rfm'],
  classes: ['windowMonths', 'classes'],
  clusters: [...population, 'features', 'clusters'],
  distributions: [],
};

/**
 * The parts of a run's model. A frozen one keeps those of an earlier run as long as the policy they follow from is the
 * same; all others are learnt. Says of each which run it was learnt in.
 */
export function modelParts(runId: string, policy: Policy, earlier: Earlier | undefined) {
  const learnt_in = {} as Model['learnt_in'];
  const isSame = (section: keyof Policy) => isDeepStrictEqual(policy[section], earlier?.policy[section]);
  return {
    learnt_in,
    async part<Part extends ModelPart>(name: Part, learn: () => Promise<Model[Part]>): Promise<Model[Part]> {
      const kept = earlier && sections[name].every(isSame) ? earlier.model : undefined;
      learnt_in[name] = kept?.learnt_in[name] ?? runId;
      return kept ? kept[name] : learn();
    },
  };
}

/** The model of a run that a frozen one is taken from; none where there is no run, or one of another form. */
export async function earlierModel(lake: ObjectStore, runId: string | undefined): Promise<Earlier | undefined> {
  if (runId === undefined) return undefined;
  const model = modelSchema.safeParse(await lake.getJson(runFiles.model(runId)));
  const policy = policySchema.safeParse(await lake.getJson(runFiles.policy(runId)));
  return model.success && policy.success ? { model: model.data, policy: policy.data } : undefined;
}

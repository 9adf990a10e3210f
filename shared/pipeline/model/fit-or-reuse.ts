import { isDeepStrictEqual } from 'node:util';
import type { ObjectStore } from '../../adapters/aws/object-store.ts';
import { type Model, type ModelPart, modelSchema } from '../../domain/model.ts';
import { type Policy, policySchema } from '../../domain/policy/policy.ts';
import { runFiles } from '../../domain/run/runs.ts';

/** The model of an earlier run, and the policy it follows from. */
export interface PreviousModel {
  model: Model;
  policy: Policy;
}

/** What lines between tiers follow from; what tiers are called and what they get is another matter. */
const drawn = ({ tiers, tierMethod }: Policy) => [
  tierMethod,
  tiers.map(({ name, share, when }) => ({ name, share, when })),
];
const value = (policy: Policy) => [policy.windowMonths, policy.timeUnit, policy.lifetimeValue, policy.valueScore];

/** What of the policy each part of the model follows from. */
const sources: Record<ModelPart, (policy: Policy) => unknown> = {
  lifetime_value: ({ timeUnit, lifetimeValue }) => [timeUnit, lifetimeValue],
  value_score: value,
  tiers: (policy) => [value(policy), policy.rfm, policy.classes, drawn(policy)],
  rfm: ({ windowMonths, rfm }) => [windowMonths, rfm],
  classes: ({ windowMonths, classes }) => [windowMonths, classes],
  clusters: ({ windowMonths, timeUnit, features, clusters }) => [windowMonths, timeUnit, features, clusters],
  distributions: () => undefined,
};

/** Learns a part of the model, or keeps that of an earlier one. */
export type FitOrReuse = <Part extends ModelPart>(
  name: Part,
  learn: () => Promise<Model[Part]>,
) => Promise<Model[Part]>;

/**
 * The parts of a run's model. A frozen one keeps those of an earlier run as long as the policy they follow from is the
 * same; all others are learnt. Says of each which run it was learnt in.
 */
export function fitOrReuse(runId: string, policy: Policy, earlier: PreviousModel | undefined) {
  const learnt_in = {} as Model['learnt_in'];
  const part: FitOrReuse = async (name, learn) => {
    const source = sources[name];
    const kept =
      policy.model === 'frozen' && earlier && isDeepStrictEqual(source(policy), source(earlier.policy))
        ? earlier.model
        : undefined;
    learnt_in[name] = kept?.learnt_in[name] ?? runId;
    return kept ? kept[name] : learn();
  };
  return { learnt_in, part };
}

/** What features follow from: facts made by another policy cannot be judged by this one. */
const population = ({ windowMonths, timeUnit, features }: Policy) => [windowMonths, timeUnit, features];

export const hasSameFeatures = (one: Policy, other: Policy) => isDeepStrictEqual(population(one), population(other));

/** Whether two policies draw the same lines through the same customers. */
export const hasSameTierLines = (one: Policy, other: Policy) =>
  one.model === other.model && isDeepStrictEqual(sources.tiers(one), sources.tiers(other));

/** The model and policy of a run; none where there is no run, or one of another form. */
export async function readPreviousModel(
  lake: ObjectStore,
  runId: string | undefined,
): Promise<PreviousModel | undefined> {
  if (runId === undefined) return undefined;
  const model = modelSchema.safeParse(await lake.getJson(runFiles.model(runId)));
  const policy = policySchema.safeParse(await lake.getJson(runFiles.policy(runId)));
  return model.success && policy.success ? { model: model.data, policy: policy.data } : undefined;
}

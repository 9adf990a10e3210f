import { isDeepStrictEqual } from 'node:util';
import { type Model, type ModelPart, modelSchema } from '../../domain/model.ts';
import { type Policy, policySchema } from '../../domain/policy/policy.ts';
import { runFiles } from '../../domain/run/runs.ts';
import type { ObjectStore } from '../../ports/objects.ts';

/** A previous run's model, and the policy it was fitted with. */
export interface PreviousModel {
  model: Model;
  policy: Policy;
}

/** The policy settings that determine tier lines; labels and service plans do not. */
const tierLineSettings = ({ tiers, tierMethod }: Policy) => [
  tierMethod,
  tiers.map(({ name, share, when }) => ({ name, share, when })),
];
const value = (policy: Policy) => [policy.windowMonths, policy.timeUnit, policy.lifetimeValue, policy.valueScore];

/** The policy settings that determine each part of the model. */
const partSettings: Record<ModelPart, (policy: Policy) => unknown> = {
  lifetime_value: ({ timeUnit, lifetimeValue }) => [timeUnit, lifetimeValue],
  value_score: value,
  tiers: (policy) => [value(policy), policy.rfm, policy.classes, tierLineSettings(policy)],
  rfm: ({ windowMonths, rfm }) => [windowMonths, rfm],
  classes: ({ windowMonths, classes }) => [windowMonths, classes],
  clusters: ({ windowMonths, timeUnit, features, clusters }) => [windowMonths, timeUnit, features, clusters],
  distributions: () => undefined,
};

/** Fits a part of the model, or reuses that of a previous one. */
export type FitOrReuse = <Part extends ModelPart>(
  name: Part,
  learn: () => Promise<Model[Part]>,
) => Promise<Model[Part]>;

/**
 * Returns a function that fits or reuses parts of a run's model. A frozen model reuses a part as long as its policy settings
 * stay the same. `learnt_in` has the run in which each part was fitted.
 */
export function fitOrReuse(runId: string, policy: Policy, earlier: PreviousModel | undefined) {
  const learnt_in = {} as Model['learnt_in'];
  const part: FitOrReuse = async (name, learn) => {
    const source = partSettings[name];
    const kept =
      policy.model === 'frozen' && earlier && isDeepStrictEqual(source(policy), source(earlier.policy))
        ? earlier.model
        : undefined;
    learnt_in[name] = kept?.learnt_in[name] ?? runId;
    return kept ? kept[name] : learn();
  };
  return { learnt_in, part };
}

/** The policy settings that determine features; with others, features are not comparable. */
const featureSettings = ({ windowMonths, timeUnit, features }: Policy) => [windowMonths, timeUnit, features];

export const hasSameFeatures = (one: Policy, other: Policy) =>
  isDeepStrictEqual(featureSettings(one), featureSettings(other));

/** Whether two policies draw the same tier lines for the same customers. */
export const hasSameTierLines = (one: Policy, other: Policy) =>
  one.model === other.model && isDeepStrictEqual(partSettings.tiers(one), partSettings.tiers(other));

/** The model and policy of a run; undefined without a run, or if its model has another format. */
export async function readPreviousModel(
  lake: ObjectStore,
  runId: string | undefined,
): Promise<PreviousModel | undefined> {
  if (runId === undefined) return undefined;
  const model = modelSchema.safeParse(await lake.getJson(runFiles.model(runId)));
  const policy = policySchema.safeParse(await lake.getJson(runFiles.policy(runId)));
  return model.success && policy.success ? { model: model.data, policy: policy.data } : undefined;
}

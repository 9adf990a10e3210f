import type { ClassModel } from '../../classification/class-model.ts';
import { type ClassPolicy, classifications } from '../../classification/classifications.ts';
import { type ClassFeatures, customerFacts } from '../../classification/facts.ts';
import { classify, decidingRule, type Facts } from '../../classification/rules.ts';

/** Returns a customer's class in every classification, with the tests that decided it and the values tested. */
export function explainClasses(features: Facts, policy: ClassPolicy, model: ClassModel) {
  const facts: Record<string, Facts[string]> = {
    ...customerFacts(features as unknown as ClassFeatures, model, policy.rhythm),
  };
  return classifications(policy, model).map((each) => {
    const { name, zh } = classify(each, facts);
    const tests = Object.entries(decidingRule(each, facts)?.when ?? {});
    const because = tests.map(([fact, test]) => ({ fact, has: facts[fact] ?? null, ...test }));
    facts[each.column] = name;
    return { classification: each.column, name, zh, because };
  });
}

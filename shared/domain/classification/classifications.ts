import { z } from 'zod';
import { abc, abcPolicySchema } from './abc.ts';
import { behaviour, behaviourPolicySchema } from './behaviour.ts';
import type { Class } from './class.ts';
import type { ClassModel } from './class-model.ts';
import { type ClassFeatures, factsOf } from './facts.ts';
import { lifecycle, lifecyclePolicySchema } from './lifecycle.ts';
import { loyalty, loyaltyPolicySchema } from './loyalty.ts';
import { purchaseMode, purchaseModePolicySchema } from './purchase-mode.ts';
import { quadrant, quadrantPolicySchema } from './quadrant.ts';
import { regionGroup, regionPolicySchema } from './region-group.ts';
import { rhythmPolicySchema } from './rhythm.ts';
import { type Classification, chineseClassSql, classOf, classSql } from './rules.ts';

export const classPolicySchema = z
  .strictObject({
    rhythm: rhythmPolicySchema,
    lifecycle: lifecyclePolicySchema,
    behaviour: behaviourPolicySchema,
    loyalty: loyaltyPolicySchema,
    abc: abcPolicySchema,
    quadrant: quadrantPolicySchema,
    purchaseMode: purchaseModePolicySchema,
    regions: regionPolicySchema,
  })
  .prefault({})
  .describe('Limits of all classifications other than RFM');

export type ClassPolicy = z.infer<typeof classPolicySchema>;

/** All of them, in an order in which each may look at the classes before it. */
export const classifications = (policy: ClassPolicy, model: ClassModel): Classification[] => [
  lifecycle(policy.lifecycle),
  behaviour(policy.behaviour),
  abc(model.abc),
  loyalty(policy.loyalty),
  quadrant(policy.quadrant),
  purchaseMode(policy.purchaseMode),
  regionGroup(policy.regions),
];

/** A customer's class in every classification. @returns column → class */
export function classesOf(features: ClassFeatures, policy: ClassPolicy, model: ClassModel): Record<string, Class> {
  const classes: Record<string, Class> = {};
  const facts = { ...factsOf(features, model, policy.rhythm) };
  for (const each of classifications(policy, model)) {
    const found = classOf(each, facts);
    classes[each.column] = found;
    facts[each.column] = found.name;
  }
  return classes;
}

/**
 * {@link classesOf} as a query over `facts`, one row per customer: all that is known of them, a column per classification, and
 * with `_zh` behind its name the class in Chinese.
 */
export function classesSql(policy: ClassPolicy, model: ClassModel): string {
  const columns = classifications(policy, model).flatMap((each) => [
    `${classSql(each)} as ${each.column}`,
    `${chineseClassSql(each)} as ${each.column}_zh`,
  ]);
  return `select * exclude (region_key, lateness, tenure_rhythms), ${columns.join(', ')} from facts`;
}

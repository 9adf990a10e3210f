import { z } from 'zod';
import { abc, abcPolicySchema } from './abc.ts';
import { behaviour, behaviourPolicySchema } from './behaviour.ts';
import type { Class } from './class.ts';
import type { ClassModel } from './class-model.ts';
import { type ClassFeatures, customerFacts } from './facts.ts';
import { lifecycle, lifecyclePolicySchema } from './lifecycle.ts';
import { loyalty, loyaltyPolicySchema } from './loyalty.ts';
import { purchaseMode, purchaseModePolicySchema } from './purchase-mode.ts';
import { quadrant, quadrantPolicySchema } from './quadrant.ts';
import { regionGroup, regionPolicySchema } from './region-group.ts';
import { rhythmPolicySchema } from './rhythm.ts';
import { type Classification, chineseClassSql, classify, classSql } from './rules.ts';

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

/**
 * Lists all classifications, ordered so that each may refer to earlier ones.
 * @example
 * const policy = classPolicySchema.parse({});
 * classifications(policy, { typical_days: 30, abc: { a: 500, b: 100 } }).map(({ column }) => column).slice(0, 3)
 * // => ['lifecycle', 'behaviour', 'abc_class']
 */
export const classifications = (policy: ClassPolicy, model: ClassModel): Classification[] => [
  lifecycle(policy.lifecycle),
  behaviour(policy.behaviour),
  abc(model.abc),
  loyalty(policy.loyalty),
  quadrant(policy.quadrant),
  purchaseMode(policy.purchaseMode),
  regionGroup(policy.regions),
];

/**
 * Returns a customer's class in every classification.
 * @returns column → class
 * @example
 * const bought = { orders: 9, monetary_total: 700, recency_days: 10, tenure_days: 300, x: 8, recent_orders: 7 };
 * const shares = { top_month_share: 0.2, top_category_share: 0.5, satisfaction: null, region: null, p_alive: 0.9 };
 * const model = { typical_days: 30, abc: { a: 500, b: 100 } };
 * const classes = classifyCustomer({ ...bought, ...shares }, classPolicySchema.parse({}), model);
 * [classes.lifecycle.name, classes.abc_class.name, classes.quadrant.name] // => ['loyal', 'A', 'true friend']
 */
export function classifyCustomer(
  features: ClassFeatures,
  policy: ClassPolicy,
  model: ClassModel,
): Record<string, Class> {
  const classes: Record<string, Class> = {};
  const facts = { ...customerFacts(features, model, policy.rhythm) };
  for (const each of classifications(policy, model)) {
    const assigned = classify(each, facts);
    classes[each.column] = assigned;
    facts[each.column] = assigned.name;
  }
  return classes;
}

/**
 * {@link classifyCustomer} as a query over `facts`, one row per customer. It adds a column per classification, and one with
 * the suffix `_zh` for the Chinese name.
 * @example
 * const model = { typical_days: 30, abc: { a: 500, b: 100 } };
 * classesSql(classPolicySchema.parse({}), model).includes('as lifecycle_zh') // => true
 */
export function classesSql(policy: ClassPolicy, model: ClassModel): string {
  const columns = classifications(policy, model).flatMap((each) => [
    `${classSql(each)} as ${each.column}`,
    `${chineseClassSql(each)} as ${each.column}_zh`,
  ]);
  return `select * exclude (region_key, lateness, tenure_rhythms), ${columns.join(', ')} from facts`;
}

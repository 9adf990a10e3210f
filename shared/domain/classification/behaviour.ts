import { z } from 'zod';
import type { Classification } from './rules.ts';

const orders = z.number().int().min(1);

export const behaviourPolicySchema = z
  .strictObject({
    highFrequency: orders.describe('Minimum for high-frequency'),
    active: orders.describe('Minimum for active'),
    regular: orders.describe('Minimum for regular'),
  })
  .refine(
    ({ highFrequency, active, regular }) => highFrequency > active && active > regular,
    'must descend from highFrequency to regular',
  )
  .default({ highFrequency: 12, active: 6, regular: 2 })
  .describe(
    'Orders in the recent period (`features.recentDays`) that each class needs; fewer than regular is occasional',
  );

const classes = [
  { name: 'high-frequency', zh: '高频客户' },
  { name: 'active', zh: '活跃客户' },
  { name: 'regular', zh: '常规客户' },
  { name: 'occasional', zh: '偶尔客户' },
] as const;

/**
 * Behaviour classes, by the number of orders in the recent period.
 * @example
 * classify(behaviour({ highFrequency: 12, active: 6, regular: 2 }), { recent_orders: 7 }).name // => 'active'
 */
export function behaviour(
  policy: z.infer<typeof behaviourPolicySchema>,
): Classification<(typeof classes)[number]['name']> {
  return {
    column: 'behaviour',
    classes,
    rules: [
      { name: 'high-frequency', when: { recent_orders: { atLeast: policy.highFrequency } } },
      { name: 'active', when: { recent_orders: { atLeast: policy.active } } },
      { name: 'regular', when: { recent_orders: { atLeast: policy.regular } } },
      { name: 'occasional', when: {} },
    ],
  };
}

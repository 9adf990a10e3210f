import { z } from 'zod';
import type { Classification } from './rules.ts';

const repeats = z.number().int().min(1);
const satisfaction = z.number().min(0).max(100);

export const loyaltyPolicySchema = z
  .strictObject({
    repeats: z
      .strictObject({
        high: repeats.describe('Minimum for high'),
        medium: repeats.describe('Minimum for medium'),
      })
      .refine(({ high, medium }) => high > medium, 'high must exceed medium')
      .default({ high: 4, medium: 1 })
      .describe('Repeat purchase days'),
    lateness: z
      .strictObject({
        high: z.number().positive().describe('Upper limit (exclusive) for high'),
        medium: z.number().positive().describe('Upper limit (exclusive) for medium'),
      })
      .refine(({ high, medium }) => high <= medium, 'high must not exceed medium')
      .default({ high: 2, medium: 4 })
      .describe("Lateness: days since the last purchase as a multiple of the customer's rhythm"),
    satisfaction: z
      .strictObject({
        high: satisfaction.describe('Minimum for high'),
        medium: satisfaction.describe('Minimum for medium'),
      })
      .refine(({ high, medium }) => high >= medium, 'high must not be below medium')
      .default({ high: 80, medium: 60 })
      .describe('Satisfaction, if known'),
  })
  .prefault({})
  .describe('Limits of the loyalty classes');

const classes = [
  { name: 'high', zh: '高忠诚' },
  { name: 'medium', zh: '中忠诚' },
  { name: 'low', zh: '低忠诚' },
] as const;

/**
 * Loyalty classes, by repeat purchases, lateness and, if known, satisfaction.
 * @example
 * const classes = loyalty(loyaltyPolicySchema.parse({}));
 * classify(classes, { x: 6, lateness: 0.8, satisfaction: null }).name // => 'high'
 * classify(classes, { x: 6, lateness: 0.8, satisfaction: 50 }).name // => 'low'
 */
export function loyalty(policy: z.infer<typeof loyaltyPolicySchema>): Classification<(typeof classes)[number]['name']> {
  const medium = { x: { atLeast: policy.repeats.medium }, lateness: { below: policy.lateness.medium } };
  const high = { x: { atLeast: policy.repeats.high }, lateness: { below: policy.lateness.high } };
  return {
    column: 'loyalty',
    classes,
    rules: [
      { name: 'low', when: { satisfaction: { below: policy.satisfaction.medium } } },
      { name: 'medium', when: { ...medium, satisfaction: { below: policy.satisfaction.high } } },
      { name: 'high', when: high },
      { name: 'medium', when: medium },
      { name: 'low', when: {} },
    ],
  };
}

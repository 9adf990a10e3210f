import { z } from 'zod';
import type { Classification } from './rules.ts';

const repeats = z.number().int().min(1);
const satisfaction = z.number().min(0).max(100);

/** What loyalty asks for. */
export const loyaltyPolicySchema = z
  .strictObject({
    /** Repeat purchase days. */
    repeats: z
      .strictObject({ high: repeats, medium: repeats })
      .refine(({ high, medium }) => high > medium, 'high must exceed medium')
      .default({ high: 4, medium: 1 }),
    /** Days since the last purchase, as a multiple of the customer's own rhythm: below. */
    lateness: z
      .strictObject({ high: z.number().positive(), medium: z.number().positive() })
      .refine(({ high, medium }) => high <= medium, 'high must not exceed medium')
      .default({ high: 2, medium: 4 }),
    /** Where it is known: at least. */
    satisfaction: z
      .strictObject({ high: satisfaction, medium: satisfaction })
      .refine(({ high, medium }) => high >= medium, 'high must not be below medium')
      .default({ high: 80, medium: 60 }),
  })
  .prefault({});

const classes = [
  { name: 'high', zh: '高忠诚' },
  { name: 'medium', zh: '中忠诚' },
  { name: 'low', zh: '低忠诚' },
] as const;

/** Who comes back again and again, in time, and is content where that is known. */
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

import { z } from 'zod';
import type { Classification, Rule } from './rules.ts';

const ascending = (...limits: number[]) =>
  limits.every((limit, index) => index === 0 || limit > (limits[index - 1] ?? limit));
const probability = z.number().min(0).max(1);

export const lifecyclePolicySchema = z
  .strictObject({
    newRhythms: z
      .number()
      .positive()
      .default(1)
      .describe('A customer is new up to this many typical rhythms after the first purchase'),
    loyalRepeats: z.number().int().min(1).default(4).describe('Repeat purchase days that make a customer loyal'),
    lateness: z
      .strictObject({
        atRisk: z.number().positive().describe('At risk from this lateness'),
        dormant: z.number().positive().describe('Dormant from this lateness'),
        lost: z.number().positive().describe('Lost from this lateness'),
      })
      .refine(({ atRisk, dormant, lost }) => ascending(atRisk, dormant, lost), 'must ascend from atRisk to lost')
      .default({ atRisk: 2, dormant: 4, lost: 8 })
      .describe("Lateness: days since the last purchase as a multiple of the customer's rhythm"),
    alive: z
      .strictObject({
        atRisk: probability.describe('At risk at or below this'),
        dormant: probability.describe('Dormant at or below this'),
        lost: probability.describe('Lost at or below this'),
      })
      .refine(({ atRisk, dormant, lost }) => ascending(lost, dormant, atRisk), 'must descend from atRisk to lost')
      .default({ atRisk: 0.5, dormant: 0.2, lost: 0.05 })
      .describe('P(alive), if known'),
  })
  .prefault({})
  .describe('Limits of the lifecycle stages');

const classes = [
  { name: 'potential', zh: '潜在客户' },
  { name: 'new', zh: '新客户' },
  { name: 'active', zh: '活跃客户' },
  { name: 'loyal', zh: '忠诚客户' },
  { name: 'at risk', zh: '流失风险客户' },
  { name: 'dormant', zh: '沉睡客户' },
  { name: 'lost', zh: '已流失客户' },
] as const;
type Stage = (typeof classes)[number]['name'];

/**
 * Lifecycle stages. Late customers are classified by lateness or P(alive), whichever is worse; other customers by repeat
 * purchases and tenure.
 * @example
 * const stages = lifecycle(lifecyclePolicySchema.parse({}));
 * classify(stages, { tenure_days: 200, lateness: 4.5, p_alive: 0.6, x: 5 }).name // => 'dormant'
 */
export function lifecycle(policy: z.infer<typeof lifecyclePolicySchema>): Classification<Stage> {
  const churned = (name: Stage, lateness: number, alive: number): Rule<Stage>[] => [
    { name, when: { lateness: { atLeast: lateness } } },
    { name, when: { p_alive: { atMost: alive } } },
  ];
  return {
    column: 'lifecycle',
    classes,
    rules: [
      { name: 'potential', when: { tenure_days: { known: false } } },
      ...churned('lost', policy.lateness.lost, policy.alive.lost),
      ...churned('dormant', policy.lateness.dormant, policy.alive.dormant),
      ...churned('at risk', policy.lateness.atRisk, policy.alive.atRisk),
      { name: 'loyal', when: { x: { atLeast: policy.loyalRepeats } } },
      { name: 'new', when: { tenure_rhythms: { atMost: policy.newRhythms } } },
      { name: 'active', when: {} },
    ],
  };
}

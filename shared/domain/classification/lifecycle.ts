import { z } from 'zod';
import type { Classification, Rule } from './rules.ts';

const ascending = (...limits: number[]) => limits.every((limit, at) => at === 0 || limit > (limits[at - 1] ?? limit));
const probability = z.number().min(0).max(1);

export const lifecyclePolicySchema = z
  .strictObject({
    newRhythms: z
      .number()
      .positive()
      .default(1)
      .describe('Who first bought no longer ago than this many typical rhythms is new'),
    loyalRepeats: z.number().int().min(1).default(4).describe('Repeat purchase days that make a customer loyal'),
    lateness: z
      .strictObject({
        atRisk: z.number().positive().describe('At risk from here on'),
        dormant: z.number().positive().describe('Dormant from here on'),
        lost: z.number().positive().describe('Lost from here on'),
      })
      .refine(({ atRisk, dormant, lost }) => ascending(atRisk, dormant, lost), 'must ascend from atRisk to lost')
      .default({ atRisk: 2, dormant: 4, lost: 8 })
      .describe("Days since the last purchase, as a multiple of the customer's own rhythm"),
    alive: z
      .strictObject({
        atRisk: probability.describe('At risk from here down'),
        dormant: probability.describe('Dormant from here down'),
        lost: probability.describe('Lost from here down'),
      })
      .refine(({ atRisk, dormant, lost }) => ascending(lost, dormant, atRisk), 'must descend from atRisk to lost')
      .default({ atRisk: 0.5, dormant: 0.2, lost: 0.05 })
      .describe('P(alive), where it is known'),
  })
  .prefault({})
  .describe("Where the stages of a customer's life begin");

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
 * Stages of a customer's life: by how late they are for their own rhythm or how likely they are gone, whichever is worse;
 * of those in time, by repeats and by how long they have been customers.
 */
export function lifecycle(policy: z.infer<typeof lifecyclePolicySchema>): Classification<Stage> {
  const gone = (name: Stage, lateness: number, alive: number): Rule<Stage>[] => [
    { name, when: { lateness: { atLeast: lateness } } },
    { name, when: { p_alive: { atMost: alive } } },
  ];
  return {
    column: 'lifecycle',
    classes,
    rules: [
      { name: 'potential', when: { tenure_days: { known: false } } },
      ...gone('lost', policy.lateness.lost, policy.alive.lost),
      ...gone('dormant', policy.lateness.dormant, policy.alive.dormant),
      ...gone('at risk', policy.lateness.atRisk, policy.alive.atRisk),
      { name: 'loyal', when: { x: { atLeast: policy.loyalRepeats } } },
      { name: 'new', when: { tenure_rhythms: { atMost: policy.newRhythms } } },
      { name: 'active', when: {} },
    ],
  };
}

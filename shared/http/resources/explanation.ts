import * as z from 'zod';
import { exampleOrigin, origin } from '../../domain/run/origin.ts';
import type { Route } from '../route.ts';
import { customerIdInPath, shownId } from './customer-id.ts';

const number = z.number().nullable();
const text = z.string().nullable();
const label = { name: z.string(), zh: z.string() };
const fact = z.union([z.number(), z.string(), z.null()]);

/** What a customer needs to meet a condition. */
export const gaps = z.array(
  z.strictObject({
    column: z.string().meta({ description: 'A column of `customers.csv`' }),
    has: fact.meta({ description: 'The value the customer has; null if unknown' }),
    needs: z
      .union([z.number(), z.array(z.string())])
      .meta({ description: 'The limit to reach, or the names that would satisfy the condition' }),
    missing: number.meta({ description: "The difference, in the column's unit; null for names" }),
  }),
);

const line = z.strictObject({
  tier: z.string(),
  label_en: z.string(),
  label_zh: z.string(),
  line: number.meta({ description: 'The tier line from the model; null for tiers by condition and for the last tier' }),
  when: z
    .record(z.string(), z.unknown())
    .nullable()
    .meta({ description: 'The condition from the policy; null for the last tier' }),
  is_met: z.boolean(),
  lacks: gaps.meta({ description: 'What the customer lacks; empty if the condition is met' }),
});

const valueScore = z.strictObject({
  score: z.number(),
  parts: z.array(
    z.strictObject({
      feature: z.string(),
      value: number,
      rank: z.number().meta({ description: 'Percentile rank among buyers; 100 is best' }),
      weight: z.number(),
      points: z.number().meta({ description: 'rank × weight; the points add up to the score' }),
    }),
  ),
});

const score = z.strictObject({
  column: z.string(),
  value: z.number(),
  score: z.int(),
  above: number.meta({ description: 'The cut point below the value; null in the first bin' }),
  up_to: number.meta({ description: 'The cut point at or above the value; null in the last bin' }),
});

const because = z
  .looseObject({ fact: z.string(), has: fact })
  .meta({ description: 'A test of the deciding rule, such as `atLeast`, and the value it was applied to' });

/** Why the run put a customer in a tier. */
const explanationParts = {
  tier: z
    .looseObject({
      tier: z.string(),
      tier_since: text,
      tier_reason: text,
      tier_reason_zh: text,
      tier_cause: text.meta({ description: 'Cause of the last tier change; null for a first tier' }),
      earned_tier: text.meta({ description: 'The earned tier, before movement rules and overrides' }),
      standing: text.meta({
        description:
          'How the movement rules led to the tier: new, promoted, earned, margin, protected, below, demoted, expired',
      }),
      runs_below: number.meta({ description: 'Consecutive counted runs below the tier line' }),
      demotion_on: text.meta({ description: 'Date of the projected demotion, if nothing changes' }),
      demotion_to: text.meta({ description: 'The tier after the projected demotion' }),
    })
    .meta({ description: 'The tier held and how it came about' }),
  override: z
    .strictObject({ kind: text, tier: text, reason: text, author: text, expires_on: text })
    .nullable()
    .meta({ description: 'The override in force; null for none' }),
  lines: z
    .array(line)
    .meta({ description: 'The condition of each tier, highest first, and whether the customer meets it' }),
  to_next: gaps.nullable().meta({ description: 'What is missing for the tier above; null in the highest tier' }),
  to_keep: gaps.nullable().meta({ description: 'What is missing to keep the tier; null if nothing is' }),
  value_score: valueScore.nullable().meta({ description: 'The parts of the value score; null for non-buyers' }),
  segment: z
    .looseObject({ segment: z.string(), segment_zh: z.string(), rfm: text, scores: z.array(score) })
    .meta({ description: 'RFM segment and classes, with their scores' }),
  classes: z
    .array(z.strictObject({ classification: z.string(), ...label, because: z.array(because) }))
    .meta({ description: 'Each classification and the tests that decided it' }),
  cluster: z
    .strictObject({
      cluster: z.int(),
      name_en: z.string(),
      name_zh: z.string(),
      rules: z
        .array(
          z.strictObject({
            en: z.string(),
            zh: z.string(),
            precision: z
              .number()
              .meta({ description: 'Share of the customers who meet the rule that are in the cluster' }),
            recall: z.number().meta({ description: 'Share of the cluster that meets the rule' }),
            is_met: z.boolean(),
          }),
        )
        .meta({ description: 'The rules that describe the cluster' }),
    })
    .nullable()
    .meta({ description: 'Null for non-buyers' }),
  lifetime_value: z.looseObject({ clv: number }).meta({ description: 'The estimate and its inputs' }),
};

const exampleExplanation = {
  tier: {
    tier: 'gold',
    previous_tier: 'silver',
    tier_since: '2026-08-31',
    tier_reason: 'Gold: value score 88.4 of 100 is at or above the line of 80.1',
    tier_reason_zh: '金卡：价值分 88.4（满分 100）达到或高于分界线 80.1',
    tier_cause: 'behaviour changed',
    earned_tier: 'gold',
    standing: 'promoted',
    runs_below: 0,
    demotion_on: null,
    demotion_to: null,
    tier_expires_on: null,
  },
  override: null,
  lines: [
    {
      ...{ tier: 'VIP', label_en: 'VIP', label_zh: '贵宾', line: 92.6, is_met: false },
      when: { column: 'value_score', atLeast: 92.6 },
      lacks: [{ column: 'value_score', has: 88.4, needs: 92.6, missing: 4.2 }],
    },
    {
      ...{ tier: 'gold', label_en: 'Gold', label_zh: '金卡', line: 80.1, is_met: true },
      when: { column: 'value_score', atLeast: 80.1 },
      lacks: [],
    },
    { tier: 'standard', label_en: 'Standard', label_zh: '普通', line: null, when: null, is_met: true, lacks: [] },
  ],
  to_next: [{ column: 'value_score', has: 88.4, needs: 92.6, missing: 4.2 }],
  to_keep: null,
  value_score: {
    score: 88.4,
    parts: [
      { feature: 'monetary_total', value: 2310.4, rank: 91, weight: 0.6, points: 54.6 },
      { feature: 'orders', value: 12, rank: 84.5, weight: 0.4, points: 33.8 },
    ],
  },
  segment: {
    ...{ segment: 'Champions', segment_zh: '冠军', segment_cn8: '重要价值', rfm: '555' },
    scores: [
      { column: 'recency_days', value: 9, score: 5, above: null, up_to: 14 },
      { column: 'orders', value: 12, score: 5, above: 8, up_to: null },
      { column: 'monetary_total', value: 2310.4, score: 5, above: 1250, up_to: null },
    ],
  },
  classes: [
    {
      ...{ classification: 'lifecycle', name: 'loyal', zh: '忠诚客户' },
      because: [{ fact: 'x', has: 11, atLeast: 4 }],
    },
  ],
  cluster: {
    ...{ cluster: 0, name_en: 'often, high spend', name_zh: '高频高消费' },
    rules: [{ en: 'orders > 7', zh: '订单数 > 7', precision: 0.97, recall: 0.94, is_met: true }],
  },
  lifetime_value: { clv: 640.2, clv_low: 310.5, clv_high: 1090, p_alive: 0.97, expected_orders: 4.1 },
};

const explanation = z.strictObject({ customer_id: shownId, ...origin, ...explanationParts }).meta({
  id: 'Explanation',
  description: 'What decided the tier, segment, classes and cluster of a customer, and what would change them',
  examples: [{ customer_id: '17850', ...exampleOrigin, ...exampleExplanation }],
});

export const explanationRoutes = [
  {
    method: 'GET',
    path: '/v1/customers/{id}/explain',
    scope: 'tiers/read',
    handler: 'explain',
    operation: 'explainCustomer',
    summary: 'What decided the tier, segment, classes and cluster of a customer, and what would change them',
    description:
      'The rule, values and cut points behind the tier; the parts of the value score; what is missing for the tier above; and the reasons for the segment, classes and cluster. Reads a file of the run, so it is slower than other routes.',
    parameters: { id: customerIdInPath },
    response: { status: 200, schema: explanation },
    problems: ['customer-not-found', 'no-run-yet', 'try-again'],
  },
] as const satisfies readonly Route[];

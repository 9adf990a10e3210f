import * as z from 'zod';
import type { Feature } from '../../domain/features/feature.ts';
import { features } from '../../domain/features/features.ts';
import { type ScoreInput, scoreInputs } from '../../domain/features/score-inputs.ts';
import { exampleOrigin, origin } from '../../domain/run/origin.ts';
import type { Route } from '../route.ts';
import { gaps } from './explanation.ts';

/** About as many as fit into a request body. */
const LINE_LIMIT = 2000;
/** Lines of an export have the same limit. */
const AMOUNT_LIMIT = 1e12;

const isPlausibleDate = (text: string) => text >= '1900' && text < '2101';
const day = z.iso.date().refine(isPlausibleDate, 'is no day from 1900 to 2100');
const text = z.string().max(200).nullish();
const count = z.int().min(0).max(1_000_000);

const orderLine = z
  .strictObject({
    order_id: z
      .string()
      .min(1)
      .max(200)
      .meta({ description: 'The same for all lines of an order; on another day it is another order' }),
    ordered_at: z
      .union([
        day,
        z.iso.datetime({ offset: true, local: true }).refine(isPlausibleDate, 'is no time from 1900 to 2100'),
      ])
      .meta({ description: "A date or a time; without an offset, in the policy's time zone" }),
    amount: z.number().gt(-AMOUNT_LIMIT).lt(AMOUNT_LIMIT).meta({
      description:
        "Amount of the line in the policy's currency; negative for money returned, or a discount if its order sums to a sale",
    }),
    kind: z.enum(['purchase', 'return', 'undone']).optional().meta({
      description:
        '`undone` is a voided sale, returned in full. Default: derived from `status` and the sign of the amount',
    }),
    status: text.meta({
      description: "The shop's status; words such as `cancelled`, `refunded` or 退款 are recognised",
    }),
    category: text,
    channel: text,
    region: text,
  })
  .meta({ description: 'One line of an order export' });

/** Descriptions of inputs that need more than their name. */
const descriptions: Partial<Record<ScoreInput, string>> = {
  satisfaction: 'Latest survey score, 0 to 100',
  interactions: 'Interactions of all kinds. Default: 0',
  complaints: 'Default: 0',
  region: 'Overrides the region of the orders',
};

function inputSchema(name: ScoreInput) {
  const { type, range }: Feature = features[name];
  const description = descriptions[name];
  const schema = type === 'INTEGER' ? count.optional() : type === 'VARCHAR' ? text : numberWithin(range).nullish();
  return description ? schema.meta({ description }) : schema;
}

const numberWithin = (range: Feature['range']) => (range ? z.number().min(range[0]).max(range[1]) : z.number());

const otherFeatures = z
  .strictObject(Object.fromEntries(scoreInputs.map((name) => [name, inputSchema(name)])))
  .meta({ description: 'Columns of `customers.csv` that do not follow from orders' });

const scoreRequest = z
  .strictObject({
    orders: z.array(orderLine).max(LINE_LIMIT).meta({ description: 'Every order line of the customer' }),
    features: otherFeatures.default({}),
    as_of: day.optional().meta({
      description: 'The date to score for; later orders are ignored. Default: the `as_of` of the run',
    }),
  })
  .meta({
    id: 'ScoreRequest',
    examples: [
      {
        orders: [
          { order_id: '1001', ordered_at: '2026-05-02', amount: 129.9, category: 'tea', channel: 'web' },
          { order_id: '1002', ordered_at: '2026-08-20T09:30:00+08:00', amount: 88, category: 'tea', channel: 'store' },
          { order_id: '1002', ordered_at: '2026-08-25', amount: -18, status: 'refund' },
        ],
        features: { satisfaction: 90 },
      },
    ],
  });

const score = z
  .looseObject({
    ...origin,
    scored_for: z.iso.date().meta({ description: 'The date scored for' }),
    tier: z.string().meta({ description: 'The earned tier, regardless of any tier held before' }),
    tier_reason: z.string().meta({ description: 'Why the orders earn this tier, in English' }),
    tier_reason_zh: z.string().meta({ description: 'Why the orders earn this tier, in Chinese' }),
    to_next: gaps.meta({ description: 'What is missing for the tier above' }),
    value_score: z.number().meta({ description: 'Weighted mean of percentile ranks, 0 to 100' }),
    segment: z.string(),
    rfm: z.string().nullable().meta({ description: 'Null without a purchase in the window' }),
    lifecycle: z.string(),
    clv: z.number().nullable().meta({ description: 'Customer lifetime value; null without a purchase' }),
    cluster: z.int().nullable(),
  })
  .meta({
    id: 'Score',
    description:
      'The customer scored by the model of the run: these members, and every other column of `customers.csv` that follows from orders and features',
    examples: [
      {
        ...exampleOrigin,
        scored_for: '2026-08-31',
        tier: 'gold',
        tier_reason:
          'Gold: value score 81.2 of 100 is at or above the line of 80.1; spent 199.90 in 2 order(s), last purchase 11 day(s) before 2026-08-31',
        tier_reason_zh:
          '金卡：价值分 81.2（满分 100）达到或高于分界线 80.1；2 笔订单共消费 199.90，最近一次购买在 2026-08-31 之前 11 天',
        to_next: [{ column: 'value_score', has: 81.2, needs: 92.6, missing: 11.4 }],
        value_score: 81.2,
        segment: 'Potential Loyalist',
        segment_zh: '潜力客户',
        rfm: '533',
        lifecycle: 'active',
        behaviour: 'regular',
        clv: 143.2,
        clv_low: 40.1,
        clv_high: 310.8,
        cluster: 1,
        cluster_name: 'recent, low spend',
        orders: 2,
        monetary_total: 199.9,
        recency_days: 11,
      },
    ],
  });

export const scoreRoutes = [
  {
    method: 'POST',
    path: '/v1/score',
    scope: 'tiers/read',
    handler: 'score',
    operation: 'scoreOrders',
    summary: 'The tier that orders earn, by the model of the current run',
    description:
      'Scores one customer, known or not, from order lines. Nothing is stored. Movement rules and overrides do not apply.',
    body: scoreRequest,
    response: { status: 200, schema: score },
    problems: ['no-run-yet', 'try-again'],
  },
] as const satisfies readonly Route[];

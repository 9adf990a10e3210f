import * as z from 'zod';
import { causeCount, projectedDemotion } from '../tiers/movement/movement-counts.ts';
import { tierChangeFields } from '../tiers/movement/tier-change.ts';

/** Prefix of all files of what-ifs. */
export const whatIfRoot = 'what-if/';

const RESULT_FILE = 'result.json';

/** Keys of the objects of one what-if. */
export const whatIfFiles = {
  all: (id: string) => `${whatIfRoot}${id}/`,
  policy: (id: string) => `${whatIfRoot}${id}/policy.json`,
  result: (id: string) => `${whatIfRoot}${id}/${RESULT_FILE}`,
  movers: (id: string) => `${whatIfRoot}${id}/movers.csv`,
} as const;

/** Whether a file is the result of a what-if. Results contain customer ids, of the first movers. */
export const isWhatIfResult = (key: string) => key.startsWith(whatIfRoot) && key.endsWith(`/${RESULT_FILE}`);

const count = z.int().min(0);

const figures = z.strictObject({
  customers: count,
  share: z.number().min(0).max(1).nullable().meta({ description: 'Share of all customers, 0 to 1' }),
  monetary_total: z.number().meta({ description: 'Spend in the window, net of returns' }),
  clv: z.number().meta({ description: 'Total customer lifetime value' }),
  budget: z.number().nullable().meta({ description: 'Annual budget; null if no service plan sets one' }),
});

const { from, to, cause, reason, reason_zh } = tierChangeFields;
const mover = z.strictObject({ customer_id: z.string(), from, to, cause, value_score: z.number(), reason, reason_zh });

/** The effects of another policy. */
export const whatIfAnswerSchema = z.strictObject({
  policy_hash: z.string().meta({ description: 'Hash of the what-if policy' }),
  policy_changes: z
    .array(z.strictObject({ field: z.string(), before: z.unknown(), after: z.unknown() }))
    .meta({ description: "Differences from the run's own policy" }),
  not_evaluated: z
    .array(z.strictObject({ section: z.string(), reason: z.string() }))
    .meta({ description: "Sections that the stored features cannot evaluate; the run's own values are used" }),
  tiers: z
    .array(
      z.strictObject({
        tier: z.string(),
        label_en: z.string(),
        label_zh: z.string(),
        now: figures.meta({ description: 'In the current run' }),
        at_once: figures.meta({ description: 'After the next run, by the movement rules' }),
        in_the_end: figures.meta({ description: 'After all grace has run out, if nothing else changes' }),
      }),
    )
    .meta({ description: "Highest first; tiers that exist only in the run's own policy come last" }),
  segments: z
    .array(z.strictObject({ segment: z.string(), segment_zh: z.string(), now: count, at_once: count }))
    .nullable()
    .meta({ description: 'Customers by segment; null if the policy does not change segments' }),
  movers: z.strictObject({
    customers: count.meta({ description: 'Number of customers who change tier in the next run' }),
    ways: z.array(causeCount.extend({ cause })),
    first: z
      .array(mover)
      .meta({ description: 'The first hundred by value score, highest first; `movers.csv` has all' }),
  }),
  foretold: z
    .array(projectedDemotion)
    .meta({ description: 'Projected demotions: customers who lose a tier at each review if nothing changes' }),
});

export type WhatIfAnswer = z.infer<typeof whatIfAnswerSchema>;

/** The outcome of a what-if. */
export const whatIfOutcomeSchema = z.strictObject({
  status: z.enum(['succeeded', 'failed']),
  run_id: z.string().nullable(),
  as_of: z.string().nullable(),
  /** For failed what-ifs: the error's name, and a message about what to do. */
  error: z.string().nullable(),
  message: z.string().nullable(),
  answer: whatIfAnswerSchema.nullable(),
});

export type WhatIfOutcome = z.infer<typeof whatIfOutcomeSchema>;

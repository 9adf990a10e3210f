import * as z from 'zod';
import { differenceOfMeans, differenceOfProportions, type Interval } from '../../statistics/differences.ts';

/** Customers of one tier, treated or control, and what they did since the run that put them there. */
export interface Group {
  customers: number;
  /** How many bought. */
  bought: number;
  /** What they spent, and the sum of its squares. */
  spend: number;
  spend_squares: number;
}

const count = z.number().int();
const outcome = z.object({
  customers: count,
  bought: count,
  bought_share: z.number().nullable(),
  spend_mean: z.number().nullable(),
});
type Outcome = z.infer<typeof outcome>;
const interval = z.object({ difference: z.number(), low: z.number(), high: z.number() });

/** What a tier's service brought: treated less control. */
const upliftShape = {
  treated: outcome,
  control: outcome,
  /** Per customer, in the policy's currency. */
  spend: interval.nullable(),
  /** Of the share who bought. */
  bought: interval.nullable(),
  /** Why there is no difference. */
  reason: z.string().nullable(),
};
const tierUplift = z.object(upliftShape);
export type Uplift = z.infer<typeof tierUplift>;

/** What the service of every tier brought, from the run before up to this one. */
export const upliftSchema = z.object({
  /** As the run before marked its control customers; null without one. */
  experiment: z.string().nullable(),
  /** The day of the run before, after which everything counts. */
  since: z.string().nullable(),
  tiers: z.array(z.object({ tier: z.string(), ...upliftShape })),
  /** Why there is nothing to compare. */
  reason: z.string().nullable(),
});

export type Uplifts = z.infer<typeof upliftSchema>;

/** An interval needs as many customers on both sides. */
const LEAST = 2;

export const emptyGroup: Group = { customers: 0, bought: 0, spend: 0, spend_squares: 0 };

/** Compares the customers of a tier who were served with those who were kept as control. */
export function estimateUplift(treated: Group, control: Group): Uplift {
  const shown = { treated: groupOutcome(treated), control: groupOutcome(control) };
  if (control.customers === 0) return { ...shown, spend: null, bought: null, reason: 'no control customers' };
  const small = (['treated', 'control'] as const).find((name) => shown[name].customers < LEAST);
  if (small) return { ...shown, spend: null, bought: null, reason: `fewer than ${LEAST} ${small} customers` };
  return {
    ...shown,
    spend: rounded(differenceOfMeans(spendSums(treated), spendSums(control)), 4),
    bought: rounded(differenceOfProportions(buyerCounts(treated), buyerCounts(control)), 6),
    reason: null,
  };
}

const spendSums = ({ customers, spend, spend_squares }: Group) => ({
  count: customers,
  sum: spend,
  squares: spend_squares,
});
const buyerCounts = ({ customers, bought }: Group) => ({ count: customers, part: bought });

function groupOutcome({ customers, bought, spend }: Group): Outcome {
  const mean = (sum: number, digits: number) => (customers > 0 ? Number((sum / customers).toFixed(digits)) : null);
  return { customers, bought, bought_share: mean(bought, 6), spend_mean: mean(spend, 4) };
}

function rounded({ difference, low, high }: Interval, digits: number): Interval {
  const round = (value: number) => Number(value.toFixed(digits));
  return { difference: round(difference), low: round(low), high: round(high) };
}

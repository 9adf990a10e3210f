import * as z from 'zod';
import { differenceOfMeans, differenceOfProportions, type Interval } from '../../statistics/differences.ts';

/** Treated or control customers of one tier, and their purchases since the previous run. */
export interface Group {
  customers: number;
  /** Number of customers who bought. */
  bought: number;
  /** Total spend, and the sum of each customer's spend squared. */
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

/** The uplift of a tier: treated minus control. */
const upliftShape = {
  treated: outcome,
  control: outcome,
  /** Per customer, in the policy's currency. */
  spend: interval.nullable(),
  /** Difference of the shares who bought. */
  bought: interval.nullable(),
  /** Why no difference is given; null when one is. */
  reason: z.string().nullable(),
};
const tierUplift = z.object(upliftShape);
export type Uplift = z.infer<typeof tierUplift>;

/** The uplift of every tier between the previous run and this one. */
export const upliftSchema = z.object({
  /** The experiment of the previous run; null without one. */
  experiment: z.string().nullable(),
  /** `asOf` of the previous run; later purchases count. */
  since: z.string().nullable(),
  tiers: z.array(z.object({ tier: z.string(), ...upliftShape })),
  /** Why nothing can be compared; null otherwise. */
  reason: z.string().nullable(),
});

export type Uplifts = z.infer<typeof upliftSchema>;

/** Customers that each group needs for an interval. */
const MIN_GROUP = 2;

export const emptyGroup: Group = { customers: 0, bought: 0, spend: 0, spend_squares: 0 };

/** Estimates the uplift of a tier's service by comparing treated with control customers. */
export function estimateUplift(treated: Group, control: Group): Uplift {
  const outcomes = { treated: groupOutcome(treated), control: groupOutcome(control) };
  if (control.customers === 0) return { ...outcomes, spend: null, bought: null, reason: 'no control customers' };
  const small = (['treated', 'control'] as const).find((name) => outcomes[name].customers < MIN_GROUP);
  if (small) return { ...outcomes, spend: null, bought: null, reason: `fewer than ${MIN_GROUP} ${small} customers` };
  return {
    ...outcomes,
    spend: roundInterval(differenceOfMeans(spendSums(treated), spendSums(control)), 4),
    bought: roundInterval(differenceOfProportions(buyerCounts(treated), buyerCounts(control)), 6),
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

function roundInterval({ difference, low, high }: Interval, digits: number): Interval {
  const round = (value: number) => Number(value.toFixed(digits));
  return { difference: round(difference), low: round(low), high: round(high) };
}

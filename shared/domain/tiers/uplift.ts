import { differenceOfMeans, differenceOfProportions, type Interval } from '../statistics/differences.ts';

/** Customers of one tier, treated or control, and what they did since the run that put them there. */
export interface Group {
  customers: number;
  /** How many bought. */
  bought: number;
  /** What they spent, and the sum of its squares. */
  spend: number;
  spend_squares: number;
}

/** A group as it is shown. */
export interface Outcome {
  customers: number;
  bought: number;
  bought_share: number | null;
  spend_mean: number | null;
}

/** What a tier's service brought: treated less control. */
export interface Uplift {
  treated: Outcome;
  control: Outcome;
  /** Per customer, in the policy's currency. */
  spend: Interval | null;
  /** Of the share who bought. */
  bought: Interval | null;
  /** Why there is no difference. */
  reason: string | null;
}

/** An interval needs as many customers on both sides. */
const LEAST = 2;

export const nobody: Group = { customers: 0, bought: 0, spend: 0, spend_squares: 0 };

/** Compares the customers of a tier who were served with those who were kept as control. */
export function upliftOf(treated: Group, control: Group): Uplift {
  const shown = { treated: outcomeOf(treated), control: outcomeOf(control) };
  if (control.customers === 0) return { ...shown, spend: null, bought: null, reason: 'no control customers' };
  const small = (['treated', 'control'] as const).find((name) => shown[name].customers < LEAST);
  if (small) return { ...shown, spend: null, bought: null, reason: `fewer than ${LEAST} ${small} customers` };
  return {
    ...shown,
    spend: rounded(differenceOfMeans(spendOf(treated), spendOf(control)), 4),
    bought: rounded(differenceOfProportions(buyersOf(treated), buyersOf(control)), 6),
    reason: null,
  };
}

const spendOf = ({ customers, spend, spend_squares }: Group) => ({
  count: customers,
  sum: spend,
  squares: spend_squares,
});
const buyersOf = ({ customers, bought }: Group) => ({ count: customers, part: bought });

function outcomeOf({ customers, bought, spend }: Group): Outcome {
  const mean = (sum: number, digits: number) => (customers > 0 ? Number((sum / customers).toFixed(digits)) : null);
  return { customers, bought, bought_share: mean(bought, 6), spend_mean: mean(spend, 4) };
}

function rounded({ difference, low, high }: Interval, digits: number): Interval {
  const round = (value: number) => Number(value.toFixed(digits));
  return { difference: round(difference), low: round(low), high: round(high) };
}

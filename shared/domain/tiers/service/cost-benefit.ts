import * as z from 'zod';

/** Costs and value of a tier, summed over its customers. */
export interface TierSums {
  tier: string;
  customers: number;
  control: number;
  /** Per year; null when no service plan has a budget. */
  budget: number | null;
  monetary_total: number;
  spend_recent: number;
  spend_year_ago: number;
  satisfaction: number | null;
  answered: number;
  clv: number;
  /** Sum of CLV over the customers with a budget. */
  clv_of_budget: number;
  first_order_on: string | null;
}

/** Customers who were in a tier in the previous run, and how many of them have bought since. */
export interface Retained {
  customers: number;
  bought: number;
}

interface Periods {
  /** First day of the period one year earlier with which spend is compared. */
  yearAgoFrom: string;
  /** Horizon of CLV. */
  horizonMonths: number;
  /** Tier → retention of its customers; null without a previous run, or on the same `asOf`. */
  retained: ReadonlyMap<string, Retained> | null;
}

const count = z.number().int();
const ratio = z.number().nullable();

/** The figures of a tier as stored with the run; docs/service-plans.md defines each one. */
export const tierFiguresSchema = z.object({
  customers: count,
  control: count,
  budget: z.number().nullable(),
  monetary_total: z.number(),
  spend_recent: z.number(),
  spend_share: ratio,
  spend_year_ago: z.number().nullable(),
  retention: z.object({ customers: count, bought: count, share: ratio }).nullable(),
  satisfaction: ratio,
  answered: count,
  clv: z.number(),
  clv_mean: ratio,
  value_per_cost: ratio,
});

export type TierFigures = z.infer<typeof tierFiguresSchema>;

/** The cost-benefit table of a run: every tier, with its figures from the previous run. */
export const costBenefitSchema = z.object({
  previous_run_id: z.string().nullable(),
  /** The period that `spend_recent` sums, and the same period one year earlier; null when the data begin later. */
  recent: z.object({ from: z.string(), to: z.string() }),
  year_ago: z.object({ from: z.string(), to: z.string() }).nullable(),
  tiers: z.array(z.object({ tier: z.string(), ...tierFiguresSchema.shape, previous: tierFiguresSchema.nullable() })),
});

export type CostBenefit = z.infer<typeof costBenefitSchema>;

/** Whether the orders reach back to a day (YYYY-MM-DD). */
export const hasHistoryFrom = (day: string, sums: readonly TierSums[]): boolean =>
  sums.some(({ first_order_on }) => first_order_on !== null && first_order_on <= day);

/** Computes the figures of every tier in the policy's order. The figures of an empty tier are 0 or null. */
export function tierFigures(
  tiers: readonly string[],
  sums: readonly TierSums[],
  { yearAgoFrom, horizonMonths, retained }: Periods,
): (TierFigures & { tier: string })[] {
  const spend = sums.reduce((sum, { spend_recent }) => sum + spend_recent, 0);
  const hasYearAgo = hasHistoryFrom(yearAgoFrom, sums);
  return tiers.map((tier) => {
    const { clv_of_budget, first_order_on, ...own } = sums.find((each) => each.tier === tier) ?? { ...emptySums, tier };
    const retention = retained?.get(tier) ?? { customers: 0, bought: 0 };
    return {
      ...own,
      spend_share: ratioOf(own.spend_recent, spend),
      spend_year_ago: hasYearAgo ? own.spend_year_ago : null,
      retention: retained && { ...retention, share: ratioOf(retention.bought, retention.customers) },
      clv_mean: ratioOf(own.clv, own.customers),
      value_per_cost: ratioOf(clv_of_budget, ((own.budget ?? 0) * horizonMonths) / 12),
    };
  });
}

const emptySums = {
  ...{ customers: 0, control: 0, budget: null, monetary_total: 0, spend_recent: 0, spend_year_ago: 0 },
  ...{ satisfaction: null, answered: 0, clv: 0, clv_of_budget: 0, first_order_on: null },
};

const ratioOf = (part: number, whole: number) => (whole > 0 ? Number((part / whole).toFixed(6)) : null);

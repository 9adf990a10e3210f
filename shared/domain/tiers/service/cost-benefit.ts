import * as z from 'zod';

/** What the customers of a tier cost and bring, summed over them. */
export interface TierSums {
  tier: string;
  customers: number;
  control: number;
  /** A year's; null where no plan has one. */
  budget: number | null;
  monetary_total: number;
  spend_recent: number;
  spend_year_ago: number;
  satisfaction: number | null;
  answered: number;
  clv: number;
  /** Of the customers whom a budget is for. */
  clv_of_budget: number;
  first_order_on: string | null;
}

/** Of the customers who stood in a tier with the run before. */
export interface Retained {
  customers: number;
  bought: number;
}

interface Periods {
  /** The first day of the period a year ago that spend is compared with. */
  yearAgoFrom: string;
  /** What lifetime value looks ahead. */
  horizonMonths: number;
  /** Tier → what became of its customers; null without a run before, or where no day has passed since. */
  retained: ReadonlyMap<string, Retained> | null;
}

const count = z.number().int();
const ratio = z.number().nullable();

/** A tier's figures, as a run's record has them; docs/service-plans.md says what each is. */
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

/** A run's cost-benefit table, each tier beside its figures of the run before. */
export const costBenefitSchema = z.object({
  previous_run_id: z.string().nullable(),
  /** The days that `spend_recent` sums, and the same a year ago; null where the data begin later. */
  recent: z.object({ from: z.string(), to: z.string() }),
  year_ago: z.object({ from: z.string(), to: z.string() }).nullable(),
  tiers: z.array(z.object({ tier: z.string(), ...tierFiguresSchema.shape, previous: tierFiguresSchema.nullable() })),
});

export type CostBenefit = z.infer<typeof costBenefitSchema>;

/** Whether the data reach back to a day. */
export const hasHistoryFrom = (day: string, sums: readonly TierSums[]): boolean =>
  sums.some(({ first_order_on }) => first_order_on !== null && first_order_on <= day);

/** The figures of every tier that the policy has, in its order; of a tier that nobody is in they are 0 or unknown. */
export function tierFigures(
  tiers: readonly string[],
  sums: readonly TierSums[],
  { yearAgoFrom, horizonMonths, retained }: Periods,
): (TierFigures & { tier: string })[] {
  const spend = sums.reduce((sum, { spend_recent }) => sum + spend_recent, 0);
  const hasYearAgo = hasHistoryFrom(yearAgoFrom, sums);
  return tiers.map((tier) => {
    const { clv_of_budget, first_order_on, ...own } = sums.find((each) => each.tier === tier) ?? { ...nothing, tier };
    const stood = retained?.get(tier) ?? { customers: 0, bought: 0 };
    return {
      ...own,
      spend_share: part(own.spend_recent, spend),
      spend_year_ago: hasYearAgo ? own.spend_year_ago : null,
      retention: retained && { ...stood, share: part(stood.bought, stood.customers) },
      clv_mean: part(own.clv, own.customers),
      value_per_cost: part(clv_of_budget, ((own.budget ?? 0) * horizonMonths) / 12),
    };
  });
}

const nothing = {
  ...{ customers: 0, control: 0, budget: null, monetary_total: 0, spend_recent: 0, spend_year_ago: 0 },
  ...{ satisfaction: null, answered: 0, clv: 0, clv_of_budget: 0, first_order_on: null },
};

const part = (some: number, whole: number) => (whole > 0 ? Number((some / whole).toFixed(6)) : null);

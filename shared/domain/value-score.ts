import { z } from 'zod';

/** What the value score can be made of; of days since the last purchase fewer are better. */
export const valueFeatures = ['recency_days', 'orders', 'monetary_total', 'clv'] as const;
export type ValueFeature = (typeof valueFeatures)[number];

const perFeature = <Value extends z.ZodType>(value: Value) =>
  z.object({ recency_days: value, orders: value, monetary_total: value, clv: value });

const weight = z.number().min(0).default(0);

/** How much each percentile rank counts in the value score; they are scaled to sum to 1. */
export const valueScorePolicySchema = z
  .strictObject({ recency_days: weight, orders: weight, monetary_total: weight, clv: weight })
  .refine((weights) => Object.values(weights).some((each) => each > 0), 'needs a weight above 0')
  .default({ clv: 0.4, monetary_total: 0.3, orders: 0.15, recency_days: 0.15 });

/** All that the value score of a buyer follows from. */
export const valueModelSchema = z.object({
  /** 101 ascending values each: the 0th to the 100th percentile of the buyers. */
  percentiles: perFeature(z.array(z.number()).length(101)),
  /** Summing to 1. */
  weights: perFeature(z.number()),
});

export type ValueModel = z.infer<typeof valueModelSchema>;

export function weightsOf(policy: z.infer<typeof valueScorePolicySchema>): ValueModel['weights'] {
  const total = valueFeatures.reduce((sum, feature) => sum + policy[feature], 0);
  const share = (feature: ValueFeature) => policy[feature] / total;
  return {
    recency_days: share('recency_days'),
    orders: share('orders'),
    monetary_total: share('monetary_total'),
    clv: share('clv'),
  };
}

/** A value of the percentile grid with the percentiles it spans, and what comes next. */
export interface GridValue {
  value: number;
  low: number;
  high: number;
  next_value: number | null;
  next_low: number | null;
}

/** The distinct values of a percentile grid. */
export function gridOf(percentiles: readonly number[]): GridValue[] {
  const spans = [...new Set(percentiles)].map((value) => ({
    value,
    low: percentiles.indexOf(value),
    high: percentiles.lastIndexOf(value),
  }));
  return spans.map((span, at) => ({
    ...span,
    next_value: spans[at + 1]?.value ?? null,
    next_low: spans[at + 1]?.low ?? null,
  }));
}

/**
 * The percentile of a value, 0 to 100: between two grid values by straight line; on a value that several percentiles
 * share, their middle. So equal values rank equally and a higher value never ranks lower.
 */
export function percentileRank(amount: number, grid: readonly GridValue[]): number {
  const at = grid.findLast(({ value }) => value <= amount);
  if (!at) return 0;
  if (at.value === amount) return (at.low + at.high) / 2;
  if (at.next_value === null || at.next_low === null) return 100;
  return at.high + ((amount - at.value) / (at.next_value - at.value)) * (at.next_low - at.high);
}

/** The value score of a buyer, 0 to 100, to 4 places; shared/sql/value-score.sql says the same for all at once. */
export function valueScoreOf(buyer: Record<ValueFeature, number>, { percentiles, weights }: ValueModel): number {
  const rank = (feature: ValueFeature) => percentileRank(buyer[feature], gridOf(percentiles[feature]));
  const score =
    weights.recency_days * (100 - rank('recency_days')) +
    weights.orders * rank('orders') +
    weights.monetary_total * rank('monetary_total') +
    weights.clv * rank('clv');
  return Math.round(score * 1e4) / 1e4;
}

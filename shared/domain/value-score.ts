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

/** A value of the percentile grid with the percentiles it spans. */
interface GridValue {
  value: number;
  low: number;
  high: number;
}

/** The distinct values of a percentile grid. */
const gridOf = (percentiles: readonly number[]): GridValue[] =>
  [...new Set(percentiles)].map((value) => ({
    value,
    low: percentiles.indexOf(value),
    high: percentiles.lastIndexOf(value),
  }));

const middle = ({ low, high }: GridValue) => (low + high) / 2;

/**
 * The percentile of a value, 0 to 100: between two grid values by straight line; on a value that several percentiles
 * share, their middle. So equal values rank equally and a higher value never ranks lower.
 */
export function percentileRank(amount: number, percentiles: readonly number[]): number {
  const grid = gridOf(percentiles);
  const at = grid.findLastIndex(({ value }) => value <= amount);
  const [below, above] = [grid[at], grid[at + 1]];
  if (!below) return 0;
  if (below.value === amount) return middle(below);
  if (!above) return 100;
  return below.high + ((amount - below.value) / (above.value - below.value)) * (above.low - below.high);
}

/** {@link percentileRank} as a SQL expression: a tree of comparisons, so that nothing has to be joined. */
function percentileRankSql(amount: string, percentiles: readonly number[]): string {
  const grid = gridOf(percentiles);
  const between = (from: number, to: number): string => {
    const half = (from + to) >> 1;
    const [below, above] = [grid[half], grid[half + 1]];
    if (from < half) {
      return `if(${amount} < ${double(below?.value)}, ${between(from, half)}, ${between(half, to)})`;
    }
    if (!below) return '0e0';
    const beyond = above
      ? `${double(below.high)} + (${amount} - ${double(below.value)}) / ${double(above.value - below.value)} * ${double(above.low - below.high)}`
      : '1e2';
    return `if(${amount} = ${double(below.value)}, ${double(middle(below))}, ${beyond})`;
  };
  return `if(${amount} < ${double(grid[0]?.value)}, 0e0, ${between(0, grid.length)})`;
}

/** With an exponent SQL takes a number for a double and not for a decimal. */
const double = (value = 0) => value.toExponential();

/** Whether more is better. */
const direction = { recency_days: -1, orders: 1, monetary_total: 1, clv: 1 } as const;

/** The value score of a buyer, 0 to 100, to 4 places. */
export function valueScoreOf(buyer: Record<ValueFeature, number>, { percentiles, weights }: ValueModel): number {
  const score = valueFeatures.reduce((sum, feature) => {
    const rank = percentileRank(buyer[feature], percentiles[feature]);
    return sum + weights[feature] * (direction[feature] > 0 ? rank : 100 - rank);
  }, 0);
  return Math.round(score * 1e4) / 1e4;
}

/** {@link valueScoreOf} as a SQL expression over columns named like the features. */
export function valueScoreSql({ percentiles, weights }: ValueModel): string {
  const parts = valueFeatures.map((feature) => {
    const rank = percentileRankSql(`${feature}::double`, percentiles[feature]);
    return `${double(weights[feature])} * (${direction[feature] > 0 ? rank : `1e2 - ${rank}`})`;
  });
  return `round(${parts.join(' + ')}, 4)`;
}

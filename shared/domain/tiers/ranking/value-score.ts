import { z } from 'zod';
import { isMoreBetter, type LineColumn, lineColumns } from './tier-columns.ts';

/** The features that the value score can combine. */
export type ValueFeature = Exclude<LineColumn, 'value_score'>;
const valueFeatures = lineColumns.filter((column) => column !== 'value_score');

export const valueScorePolicySchema = z
  .partialRecord(z.enum(valueFeatures), z.number().min(0))
  .refine((weights) => Object.values(weights).some((each) => each > 0), 'needs a weight above 0')
  .default({ clv: 0.4, monetary_total: 0.3, orders: 0.15, recency_days: 0.15 })
  .describe('Weight of each percentile rank in the value score; weights are scaled to sum to 1');

/** The fitted percentiles and the weights from which value scores are computed. */
export const valueModelSchema = z.object({
  /** Feature → 101 ascending values: percentiles 0 to 100 over the buyers with a known value. */
  percentiles: z.partialRecord(z.enum(valueFeatures), z.array(z.number()).length(101)),
  /** They sum to 1. */
  weights: z.partialRecord(z.enum(valueFeatures), z.number()),
});

export type ValueModel = z.infer<typeof valueModelSchema>;

/**
 * Scales the positive weights to sum to 1, in an order that does not depend on the policy file.
 * @example
 * normalizeWeights({ clv: 3, orders: 1, recency_days: 0 }) // => { orders: 0.25, clv: 0.75 }
 */
export function normalizeWeights(policy: z.infer<typeof valueScorePolicySchema>): ValueModel['weights'] {
  const weights = valueFeatures.flatMap((feature) => (policy[feature] ? [[feature, policy[feature]] as const] : []));
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  return Object.fromEntries(weights.map(([feature, weight]) => [feature, weight / total]));
}

/**
 * Lists the features that a value score combines.
 * @example
 * weightedFeatures({ orders: 0.25, clv: 0.75 }) // => ['orders', 'clv']
 */
export const weightedFeatures = (weights: ValueModel['weights']) => Object.keys(weights) as ValueFeature[];

/** A distinct value of a percentile grid and the range of percentiles equal to it. */
interface GridValue {
  value: number;
  low: number;
  high: number;
}

const toGrid = (percentiles: readonly number[]): GridValue[] =>
  [...new Set(percentiles)].map((value) => ({
    value,
    low: percentiles.indexOf(value),
    high: percentiles.lastIndexOf(value),
  }));

const middle = ({ low, high }: GridValue) => (low + high) / 2;

/** The rank of a buyer with an unknown value: the middle. */
const UNKNOWN_RANK = 50;

/**
 * Returns the percentile rank of a value: interpolated linearly between two grid values; for a value that several percentiles
 * share, their midpoint. Equal values have equal ranks, and a higher value never ranks lower.
 * @param percentiles 101 ascending values
 * @returns 0 to 100
 * @example
 * const evenly = Array.from({ length: 101 }, (_, percentile) => 10 * percentile);
 * [percentileRank(250, evenly), percentileRank(-1, evenly), percentileRank(5000, evenly)] // => [25, 0, 100]
 */
export function percentileRank(amount: number, percentiles: readonly number[]): number {
  const grid = toGrid(percentiles);
  const index = grid.findLastIndex(({ value }) => value <= amount);
  const [below, above] = [grid[index], grid[index + 1]];
  if (!below) return 0;
  if (below.value === amount) return middle(below);
  if (!above) return 100;
  return below.high + ((amount - below.value) / (above.value - below.value)) * (above.low - below.high);
}

/**
 * {@link percentileRank} as two SQL expressions: `gridIndex` counts the grid values that an amount reaches, with a binary tree of
 * comparisons; `percentile` looks up by that count in lists with one entry per grid value.
 */
function percentileRankSql(amount: string, percentiles: readonly number[]) {
  const grid = toGrid(percentiles);
  const countReached = (low: number, high: number): string => {
    const half = (low + high) >> 1;
    if (low === high) return `${low}`;
    return `if(${amount} < ${double(grid[half]?.value)}, ${countReached(low, half)}, ${countReached(half + 1, high)})`;
  };
  const percentile = (gridIndex: string) => {
    const lookUp = (entry: (from: GridValue, to: GridValue | undefined) => number) =>
      `${doubles(grid.map((from, index) => entry(from, grid[index + 1])))}[${gridIndex}]`;
    const value = lookUp(({ value }) => value);
    const step = lookUp(({ value }, to) => (to ? to.value - value : 1));
    const rise = lookUp(({ high }, to) => (to ? to.low - high : 0));
    const [midpoint, from] = [lookUp(middle), lookUp(({ high }) => high)];
    return `case when ${gridIndex} = 0 then 0e0 when ${amount} = ${value} then ${midpoint}
      else ${from} + (${amount} - ${value}) / ${step} * ${rise} end`;
  };
  return { gridIndex: countReached(0, grid.length), percentile };
}

/** A list as a single constant, because a list of many constants takes DuckDB longer to plan. */
const doubles = (values: readonly number[]) => `('[${values.join(', ')}]'::double[])`;

/** SQL reads a number with an exponent as DOUBLE, without one as DECIMAL. */
const double = (value = 0) => value.toExponential();

/** What a feature adds to the value score: rank (0 to 100, 100 best) times weight. */
export interface ValuePart {
  feature: ValueFeature;
  value: number | null;
  rank: number;
  weight: number;
  points: number;
}

/**
 * Returns what each feature adds to a buyer's value score.
 * @example
 * const model = { percentiles: { orders: Array.from({ length: 101 }, (_, percentile) => percentile) }, weights: { orders: 1 } };
 * valueParts({ orders: 30 }, model) // => [{ feature: 'orders', value: 30, rank: 30, weight: 1, points: 30 }]
 */
export function valueParts(
  buyer: Partial<Record<ValueFeature, number | null>>,
  { percentiles, weights }: ValueModel,
): ValuePart[] {
  return weightedFeatures(weights).map((feature) => {
    const value = buyer[feature] ?? null;
    const percentile = value === null ? UNKNOWN_RANK : percentileRank(value, percentiles[feature] ?? []);
    const rank = isMoreBetter(feature) ? percentile : 100 - percentile;
    const weight = weights[feature] ?? 0;
    return { feature, value, rank, weight, points: weight * rank };
  });
}

/**
 * Computes a buyer's value score, Σ weight · rank over the features.
 * @returns 0 to 100, rounded to 4 decimals
 * @example
 * const model = { percentiles: { orders: Array.from({ length: 101 }, (_, percentile) => percentile) }, weights: { orders: 1 } };
 * computeValueScore({ orders: 30 }, model) // => 30
 * computeValueScore({ orders: null }, model) // => 50
 */
export function computeValueScore(buyer: Partial<Record<ValueFeature, number | null>>, model: ValueModel): number {
  const score = valueParts(buyer, model).reduce((sum, { points }) => sum + points, 0);
  return Math.round(score * 1e4) / 1e4;
}

/**
 * {@link computeValueScore} as a query that adds `value_score` to the rows of a relation.
 * @param relation name of a relation with a column per feature
 * @example
 * const model = { percentiles: { orders: Array.from({ length: 101 }, (_, percentile) => percentile) }, weights: { orders: 1 } };
 * valueScoreSql(model, 'buyers').includes('as value_score') // => true
 */
export function valueScoreSql({ percentiles, weights }: ValueModel, relation: string): string {
  const ranks = weightedFeatures(weights).map((feature) => {
    const { gridIndex, percentile } = percentileRankSql(`${feature}::double`, percentiles[feature] ?? []);
    const column = `${feature}_grid_index`;
    const rank = isMoreBetter(feature) ? percentile(column) : `1e2 - ${percentile(column)}`;
    const points = `${double(weights[feature])} * if(${feature} is null, ${double(UNKNOWN_RANK)}, ${rank})`;
    return { column, gridIndex, points };
  });
  const gridIndexes = ranks.map(({ column, gridIndex }) => `${gridIndex} as ${column}`);
  return `
    select * exclude (${ranks.map(({ column }) => column).join(', ')}),
      round(${ranks.map(({ points }) => points).join(' + ')}, 4) as value_score
    from (select *, ${gridIndexes.join(', ')} from ${relation})`;
}

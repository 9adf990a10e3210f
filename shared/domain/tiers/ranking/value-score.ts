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

/** Everything that the value score of a buyer is computed from. */
export const valueModelSchema = z.object({
  /** 101 ascending values each: the 0th to the 100th percentile over the buyers whose feature is known. */
  percentiles: z.partialRecord(z.enum(valueFeatures), z.array(z.number()).length(101)),
  /** Summing to 1. */
  weights: z.partialRecord(z.enum(valueFeatures), z.number()),
});

export type ValueModel = z.infer<typeof valueModelSchema>;

/**
 * The weights of the features that count, scaled to sum to 1, in an order that does not depend on the policy file.
 * @example
 * normalizeWeights({ clv: 3, orders: 1, recency_days: 0 }) // => { orders: 0.25, clv: 0.75 }
 */
export function normalizeWeights(policy: z.infer<typeof valueScorePolicySchema>): ValueModel['weights'] {
  const weights = valueFeatures.flatMap((feature) => (policy[feature] ? [[feature, policy[feature]] as const] : []));
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  return Object.fromEntries(weights.map(([feature, weight]) => [feature, weight / total]));
}

/**
 * The features that a value score combines.
 * @example
 * weightedFeatures({ orders: 0.25, clv: 0.75 }) // => ['orders', 'clv']
 */
export const weightedFeatures = (weights: ValueModel['weights']) => Object.keys(weights) as ValueFeature[];

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

/** The rank of a buyer whose feature is not known: the middle. */
const UNKNOWN_RANK = 50;

/**
 * The percentile rank of a value: linear between two grid values; on a value that several percentiles share, their middle.
 * So equal values rank equally and a higher value never ranks lower.
 * @param percentiles 101 ascending values
 * @returns 0 to 100
 * @example
 * const evenly = Array.from({ length: 101 }, (_, percentile) => 10 * percentile);
 * [percentileRank(250, evenly), percentileRank(-1, evenly), percentileRank(5000, evenly)] // => [25, 0, 100]
 */
export function percentileRank(amount: number, percentiles: readonly number[]): number {
  const grid = gridOf(percentiles);
  const index = grid.findLastIndex(({ value }) => value <= amount);
  const [below, above] = [grid[index], grid[index + 1]];
  if (!below) return 0;
  if (below.value === amount) return middle(below);
  if (!above) return 100;
  return below.high + ((amount - below.value) / (above.value - below.value)) * (above.low - below.high);
}

/**
 * {@link percentileRank} as SQL expressions: how many of the grid's values an amount reaches, by a tree of comparisons, and the
 * percentile that follows, by lists with an entry for each of them.
 */
function percentileRankSql(amount: string, percentiles: readonly number[]) {
  const grid = gridOf(percentiles);
  const reachedFrom = (least: number, most: number): string => {
    const half = (least + most) >> 1;
    if (least === most) return `${least}`;
    return `if(${amount} < ${double(grid[half]?.value)}, ${reachedFrom(least, half)}, ${reachedFrom(half + 1, most)})`;
  };
  const percentile = (reached: string) => {
    const at = (of: (from: GridValue, to: GridValue | undefined) => number) =>
      `${doubles(grid.map((from, index) => of(from, grid[index + 1])))}[${reached}]`;
    const value = at(({ value }) => value);
    const step = at(({ value }, to) => (to ? to.value - value : 1));
    const rise = at(({ high }, to) => (to ? to.low - high : 0));
    const [on, from] = [at(middle), at(({ high }) => high)];
    return `case when ${reached} = 0 then 0e0 when ${amount} = ${value} then ${on}
      else ${from} + (${amount} - ${value}) / ${step} * ${rise} end`;
  };
  return { reached: reachedFrom(0, grid.length), percentile };
}

/** A list as one constant: a list of many constants takes longer to plan. */
const doubles = (values: readonly number[]) => `('[${values.join(', ')}]'::double[])`;

/** With an exponent SQL takes a number for a double and not for a decimal. */
const double = (value = 0) => value.toExponential();

/** How a feature counts towards the value score: its percentile, 100 at its best, its weight, and their product. */
export interface ValuePart {
  feature: ValueFeature;
  value: number | null;
  rank: number;
  weight: number;
  points: number;
}

/**
 * What each feature of a buyer adds to the value score.
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
 * The value score of a buyer, Σ weight · rank over the features.
 * @returns 0 to 100, to 4 places
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
 * {@link computeValueScore} as a query: the rows of a relation, with `value_score`.
 * @param relation with columns named like the features
 * @example
 * const model = { percentiles: { orders: Array.from({ length: 101 }, (_, percentile) => percentile) }, weights: { orders: 1 } };
 * valueScoreSql(model, 'buyers').includes('as value_score') // => true
 */
export function valueScoreSql({ percentiles, weights }: ValueModel, relation: string): string {
  const ranks = weightedFeatures(weights).map((feature) => {
    const { reached, percentile } = percentileRankSql(`${feature}::double`, percentiles[feature] ?? []);
    const place = `${feature}_place`;
    const known = isMoreBetter(feature) ? percentile(place) : `1e2 - ${percentile(place)}`;
    const points = `${double(weights[feature])} * if(${feature} is null, ${double(UNKNOWN_RANK)}, ${known})`;
    return { place, reached, points };
  });
  const places = ranks.map(({ place, reached }) => `${reached} as ${place}`);
  return `
    select * exclude (${ranks.map(({ place }) => place).join(', ')}),
      round(${ranks.map(({ points }) => points).join(' + ')}, 4) as value_score
    from (select *, ${places.join(', ')} from ${relation})`;
}

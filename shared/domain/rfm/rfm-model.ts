import { z } from 'zod';
import { namedMap } from './named-maps.ts';
import type { RfmPolicy } from './rfm-policy.ts';
import { binNumber, type Scores } from './scores.ts';
import { type MappedSegment, mapSegments } from './segment-map.ts';

const numbers = z.array(z.number());
const perFeature = <Value extends z.ZodType>(value: Value) =>
  z.object({ recency_days: value, orders: value, monetary_total: value });

/** The fitted model from which RFM scores, segments and classes are computed. */
export const rfmModelSchema = z.object({
  bins: z.number().int(),
  /** Ascending, one fewer than bins. A value above n cut points scores n + 1 (recency_days: bins − n). */
  cut_points: perFeature(numbers),
  /** With nested bins, used instead: for orders one list per R score, for monetary_total one per R and F score. */
  nested_cut_points: z.object({ orders: z.array(numbers), monetary_total: z.array(z.array(numbers)) }).nullable(),
  /** Each code belongs to exactly one segment. */
  segments: z.array(z.object({ name: z.string(), zh: z.string(), codes: z.array(z.string()) })),
  /** The lines between high and low in the eight Chinese classes. */
  class_lines: perFeature(z.number()),
  /** The limits of the nine-grid. */
  nine_grid: z.object({ recency_days: numbers, monetary_total: numbers }),
});

export type RfmModel = z.infer<typeof rfmModelSchema>;

/**
 * Lists the segments of a policy with all their codes.
 * @example
 * policySegments({ segments: 'codes', bins: 5 }).at(0).codes // => ['445', '454', '455', '544', '545', '554', '555']
 */
export const policySegments = ({ segments, bins }: RfmPolicy): MappedSegment[] =>
  typeof segments === 'string' ? namedMap(segments, bins) : mapSegments(segments, bins).segments;

/**
 * Returns the cut points of orders per R score, and of spend per R and F score, for nested and plain bins alike.
 * @example
 * const cut_points = { recency_days: [30], orders: [2], monetary_total: [50] };
 * cutPointsByScore({ bins: 2, cut_points, nested_cut_points: null })
 * // => { recency_days: [30], orders: [[2], [2]], monetary_total: [[[50], [50]], [[50], [50]]] }
 */
export function cutPointsByScore({ bins, cut_points, nested_cut_points }: RfmModel) {
  const each = <Value>(value: Value): Value[] => Array.from({ length: bins }, () => value);
  return {
    recency_days: cut_points.recency_days,
    orders: nested_cut_points?.orders ?? each(cut_points.orders),
    monetary_total: nested_cut_points?.monetary_total ?? each(each(cut_points.monetary_total)),
  };
}

/**
 * Computes the scores of a buyer, from 1 to the number of bins; the highest is best.
 * @example
 * const cut_points = { recency_days: [30], orders: [2], monetary_total: [50] };
 * const model = { bins: 2, cut_points, nested_cut_points: null };
 * rfmScores({ recency_days: 7, orders: 2, monetary_total: 51 }, model) // => { r: 2, f: 1, m: 2 }
 */
export function rfmScores(
  buyer: { recency_days: number; orders: number; monetary_total: number },
  model: RfmModel,
): Scores {
  const cuts = cutPointsByScore(model);
  const r = model.bins + 1 - binNumber(buyer.recency_days, cuts.recency_days);
  const f = binNumber(buyer.orders, cuts.orders[r - 1] ?? []);
  const m = binNumber(buyer.monetary_total, cuts.monetary_total[r - 1]?.[f - 1] ?? []);
  return { r, f, m };
}

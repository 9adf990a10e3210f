import type { Class } from '../classification/class.ts';

/** The eight Chinese classes by R, F and M, high (H) or low (L): 重要 (important) for high spend, 一般 (ordinary) for low. */
export const chineseClasses = {
  HHH: '重要价值',
  LHH: '重要保持',
  HLH: '重要发展',
  LLH: '重要挽留',
  HHL: '一般价值',
  LHL: '一般保持',
  HLL: '一般发展',
  LLL: '一般挽留',
} as const satisfies Record<string, Class['zh']>;

export type HighLowCode = keyof typeof chineseClasses;

/** The lines between high and low: recency is high below its line, orders and spend are high above theirs. */
export interface HighLowLines {
  recency_days: number;
  orders: number;
  monetary_total: number;
}

/**
 * Returns whether R, F and M are high or low. A value on the line is low.
 * @example
 * highLowCode({ recency_days: 5, orders: 3, monetary_total: 90 }, { recency_days: 30, orders: 3, monetary_total: 80 })
 * // => 'HLH'
 */
export function highLowCode(values: HighLowLines, lines: HighLowLines): HighLowCode {
  const [r, f, m] = [
    values.recency_days < lines.recency_days,
    values.orders > lines.orders,
    values.monetary_total > lines.monetary_total,
  ].map((isHigh) => (isHigh ? 'H' : 'L'));
  return `${r}${f}${m}` as HighLowCode;
}

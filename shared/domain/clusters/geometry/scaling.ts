import type { ClusterFeature } from '../../features/cluster-features.ts';

/**
 * Scaling methods, by center and spread. z-score: mean and standard deviation; robust: median and interquartile range;
 * min-max: minimum and range; none: 0 and 1.
 */
export const scalings = ['z-score', 'robust', 'min-max', 'none'] as const;

/** The scale of a feature: (f(v) − center) / spread, where f(v) = ln(1 + max(v, 0)) with `log`, otherwise v. */
export interface Scale {
  feature: ClusterFeature;
  log: boolean;
  /** Over all buyers, after the log transformation. */
  center: number;
  /** Never 0; 1 if all values are equal. */
  spread: number;
  /** The scaled value for unknown values: the mean of the known ones. */
  unknown: number;
}

/**
 * Scales a raw value.
 * @param value in the feature's unit; null if unknown. With `log`, negative totals (more returned than bought) count as 0
 * @example
 * const scale = { feature: 'orders', log: true, center: Math.log(3), spread: 2, unknown: 0.5 };
 * scaleValue(2, scale) // => 0
 * scaleValue(null, scale) // => 0.5
 */
export function scaleValue(value: number | null, { log, center, spread, unknown }: Scale): number {
  if (value === null) return unknown;
  return ((log ? Math.log1p(Math.max(value, 0)) : value) - center) / spread;
}

/**
 * Converts a scaled value back to a raw value; the inverse of {@link scaleValue}.
 * @returns value in the feature's unit
 * @example
 * unscaleValue(0, { feature: 'orders', log: true, center: Math.log(3), spread: 2, unknown: 0.5 }) // => 2.00
 */
export function unscaleValue(scaled: number, { log, center, spread }: Scale): number {
  const value = scaled * spread + center;
  return log ? Math.expm1(value) : value;
}

/**
 * Converts a scaled value to another scale of the same feature with the same `log`.
 * @example
 * const scale = { feature: 'orders', log: false, unknown: 0 };
 * rescaleValue(1, { ...scale, center: 10, spread: 2 }, { ...scale, center: 8, spread: 4 }) // => 1
 */
export const rescaleValue = (scaled: number, from: Scale, to: Scale): number =>
  (scaled * from.spread + from.center - to.center) / to.spread;

/**
 * {@link scaleValue} as a SQL expression over the feature's column.
 * @example
 * scaleValueSql({ feature: 'orders', log: false, center: 3, spread: 2, unknown: 0 })
 * // => 'coalesce((orders::double - (3)) / 2, 0)'
 */
export function scaleValueSql({ feature, log, center, spread, unknown }: Scale): string {
  // Not greatest(), which would turn null into 0.
  const value = log ? `ln(1 + if(${feature} < 0, 0, ${feature})::double)` : `${feature}::double`;
  return `coalesce((${value} - (${center})) / ${spread}, ${unknown})`;
}

import type { ClusterFeature } from '../../features/cluster-features.ts';

/**
 * Where 0 lies and how long 1 is: z-score, mean and standard deviation; robust, median and interquartile range; min-max,
 * smallest value and range; none, 0 and 1.
 */
export const scalings = ['z-score', 'robust', 'min-max', 'none'] as const;

/** How one feature becomes comparable: (f(value) − center) / spread, f(v) = ln(1 + max(v, 0)) with `log`, else v. */
export interface Scale {
  feature: ClusterFeature;
  log: boolean;
  /** Over all buyers, after the logarithm. */
  center: number;
  /** Never 0: 1 where all values are equal. */
  spread: number;
  /** Where on the scale a value lies that is not known: at the mean of those that are. */
  unknown: number;
}

/**
 * A raw value on its scale.
 * @param value in the feature's unit, null where it is not known; with `log`, negative totals (more returned than bought)
 *   count as 0
 */
export function scaled(value: number | null, { log, center, spread, unknown }: Scale): number {
  if (value === null) return unknown;
  return ((log ? Math.log1p(Math.max(value, 0)) : value) - center) / spread;
}

/** The raw value of a place on the scale: the inverse of {@link scaled}. */
export function unscaled(place: number, { log, center, spread }: Scale): number {
  const value = place * spread + center;
  return log ? Math.expm1(value) : value;
}

/** A place on one scale as it reads on another of the same feature. */
export const rescaled = (place: number, from: Scale, to: Scale): number =>
  (place * from.spread + from.center - to.center) / to.spread;

/** {@link scaled} as a SQL expression over the feature's column. */
export function scaledSql({ feature, log, center, spread, unknown }: Scale): string {
  // Not greatest(): it would take 0 for what is not known.
  const value = log ? `ln(1 + if(${feature} < 0, 0, ${feature})::double)` : `${feature}::double`;
  return `coalesce((${value} - (${center})) / ${spread}, ${unknown})`;
}

/** Features that customers can be clustered on: columns of the feature table. */
export const clusterFeatures = [
  'recency_days',
  'orders',
  'monetary_total',
  'monetary_mean',
  'returns_total',
  't',
] as const;
export type ClusterFeature = (typeof clusterFeatures)[number];

/** How one feature becomes comparable: z = (ln(1 + max(value, 0)) − mean) / deviation. */
export interface Scale {
  feature: ClusterFeature;
  /** Mean of ln(1 + value) over all customers. */
  mean: number;
  /** Population standard deviation of ln(1 + value); 1 where all values are equal. */
  deviation: number;
}

/**
 * The z-score of one raw value.
 * @param value in the feature's unit; negative totals (more returned than bought) count as 0
 */
export function scaled(value: number, { mean, deviation }: Scale): number {
  return (Math.log1p(Math.max(value, 0)) - mean) / deviation;
}

/** The raw value of a z-score: the inverse of {@link scaled}. */
export function unscaled(z: number, { mean, deviation }: Scale): number {
  return Math.expm1(z * deviation + mean);
}

import { mean, median, standardDeviation } from 'simple-statistics';
import type { ClusterFeature } from '../../features/cluster-features.ts';

/** One feature of a cluster against everyone's. */
export interface FeatureProfile {
  feature: ClusterFeature;
  /** In the feature's unit, over the customers of whom it is known; null where it is known of nobody. */
  mean: number | null;
  median: number | null;
  /** Times everyone's mean and median; null where that is 0. */
  mean_ratio: number | null;
  median_ratio: number | null;
  /** How many standard deviations the mean lies from everyone's, on the scale that was clustered. */
  deviation: number;
}

/** The values of one feature: as they are, and on the scale that was clustered. */
export interface FeatureValues {
  feature: ClusterFeature;
  raw: readonly (number | null)[];
  scaled: readonly number[];
}

/**
 * What sets clusters apart.
 * @param clusters for each the indices of its customers
 */
export function profilesOf(
  columns: readonly FeatureValues[],
  clusters: readonly (readonly number[])[],
): FeatureProfile[][] {
  const features = columns.map(({ feature, raw, scaled }) => {
    const [everyone, center, spread] = [averagesOf(raw), mean([...scaled]), standardDeviation([...scaled])];
    return clusters.map((members): FeatureProfile => {
      const own = averagesOf(members.map((index) => raw[index] as number | null));
      const apart = mean(members.map((index) => scaled[index] as number)) - center;
      return {
        feature,
        ...own,
        mean_ratio: ratio(own.mean, everyone.mean),
        median_ratio: ratio(own.median, everyone.median),
        deviation: spread > 0 ? apart / spread : 0,
      };
    });
  });
  return clusters.map((_, cluster) => features.map((each) => each[cluster] as FeatureProfile));
}

function averagesOf(values: readonly (number | null)[]): { mean: number | null; median: number | null } {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? { mean: mean(known), median: median(known) } : { mean: null, median: null };
}

const ratio = (own: number | null, all: number | null) => (own === null || !all ? null : own / all);

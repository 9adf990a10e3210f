import { mean, median, standardDeviation } from 'simple-statistics';
import { itemAt } from '../../collections/indexing.ts';
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
 * What sets each cluster apart from everyone, feature by feature.
 * @param columns of equal length, at least one value each
 * @param clusters for each the indices of its customers
 * @example
 * const columns = [{ feature: 'orders', raw: [1, 3, null, 8], scaled: [-1, 0, 0, 1] }];
 * const [[first], [second]] = profileClusters(columns, [[0, 1], [2, 3]]);
 * [first.mean, first.mean_ratio, second.median] // => [2, 0.5, 8]
 * first.deviation // => -0.7071
 */
export function profileClusters(
  columns: readonly FeatureValues[],
  clusters: readonly (readonly number[])[],
): FeatureProfile[][] {
  const features = columns.map(({ feature, raw, scaled }) => {
    const [everyone, center, spread] = [averagesOf(raw), mean([...scaled]), standardDeviation([...scaled])];
    return clusters.map((members): FeatureProfile => {
      const own = averagesOf(members.map((index) => itemAt(raw, index)));
      const apart = mean(members.map((index) => itemAt(scaled, index))) - center;
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

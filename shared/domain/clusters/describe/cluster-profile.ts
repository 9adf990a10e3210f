import { mean, median, standardDeviation } from 'simple-statistics';
import { itemAt } from '../../collections/indexing.ts';
import type { ClusterFeature } from '../../features/cluster-features.ts';

/** One feature of a cluster, compared with all customers. */
export interface FeatureProfile {
  feature: ClusterFeature;
  /** In the feature's unit, over the customers with a known value; null without any. */
  mean: number | null;
  median: number | null;
  /** As multiples of the overall mean and median; null if these are 0. */
  mean_ratio: number | null;
  median_ratio: number | null;
  /** Standard deviations between the mean and the overall mean, on the clustering scale. */
  deviation: number;
}

/** The values of one feature, raw and on the clustering scale. */
export interface FeatureValues {
  feature: ClusterFeature;
  raw: readonly (number | null)[];
  scaled: readonly number[];
}

/**
 * Compares each cluster with all customers, feature by feature.
 * @param columns columns of equal length, with at least one value
 * @param clusters for each cluster, the indices of its customers
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
    const [overall, center, spread] = [averages(raw), mean([...scaled]), standardDeviation([...scaled])];
    return clusters.map((members): FeatureProfile => {
      const clusterAverages = averages(members.map((index) => itemAt(raw, index)));
      const difference = mean(members.map((index) => itemAt(scaled, index))) - center;
      return {
        feature,
        ...clusterAverages,
        mean_ratio: ratio(clusterAverages.mean, overall.mean),
        median_ratio: ratio(clusterAverages.median, overall.median),
        deviation: spread > 0 ? difference / spread : 0,
      };
    });
  });
  return clusters.map((_, cluster) => features.map((each) => each[cluster] as FeatureProfile));
}

function averages(values: readonly (number | null)[]): { mean: number | null; median: number | null } {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? { mean: mean(known), median: median(known) } : { mean: null, median: null };
}

const ratio = (own: number | null, overall: number | null) => (own === null || !overall ? null : own / overall);

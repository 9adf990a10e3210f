import { type ClusterFeature, clusterFeatures } from '../../features/cluster-features.ts';
import type { Label } from '../../features/feature.ts';
import { NOISE } from '../density/density-clustering.ts';

export const noClearClusters: Label = { en: 'no clear clusters', zh: '无明显分群' };
export const outsideClusters: Label = { en: 'outside the clusters', zh: '未成群' };

/** Standard deviations from the mean at which a feature becomes part of the name. */
const MIN_DEVIATION = 0.4;
const MAX_WORDS = 3;

/**
 * Names clusters by the features that distinguish them most. Equal names are numbered.
 * @param deviations for each cluster, in the order of `features`: standard deviations between its mean and the overall mean
 * @example
 * nameClusters([[-1, 1.2], [0.1, -0.9]], ['recency_days', 'monetary_total']).map(({ en }) => en)
 * // => ['recent, high spend', 'low spend']
 */
export function nameClusters(deviations: readonly (readonly number[])[], features: readonly ClusterFeature[]): Label[] {
  const names = deviations.map((cluster) => {
    const sizes = cluster.map(Math.abs);
    const threshold = Math.max(MIN_DEVIATION, sizes.toSorted((a, b) => b - a)[MAX_WORDS - 1] ?? 0);
    const words = features.flatMap((feature, index) =>
      (sizes[index] ?? 0) < threshold ? [] : [clusterFeatures[feature][(cluster[index] ?? 0) < 0 ? 'low' : 'high']],
    );
    if (words.length === 0) return { en: 'average', zh: '中等' };
    return { en: words.map(({ en }) => en).join(', '), zh: words.map(({ zh }) => zh).join('') };
  });
  return names.map((name, index) => {
    const isUnique = names.filter(({ en }) => en === name.en).length === 1;
    const number = names.slice(0, index + 1).filter(({ en }) => en === name.en).length;
    return isUnique ? name : { en: `${name.en} ${number}`, zh: `${name.zh}${number}` };
  });
}

/**
 * Returns the name of every cluster number that a customer can have, including noise.
 * @example
 * namesByCluster([{ cluster: 0, name: { en: 'recent', zh: '近期活跃' } }]).get(-1).en // => 'outside the clusters'
 */
export function namesByCluster(groups: readonly { cluster: number; name: Label }[]): Map<number, Label> {
  return new Map([[NOISE, outsideClusters], ...groups.map(({ cluster, name }) => [cluster, name] as const)]);
}

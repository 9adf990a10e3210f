import type { ClusterFeature } from './scaling.ts';

export interface Label {
  en: string;
  zh: string;
}

/** What a cluster is called when its centroid lies below or above the average customer in a feature. */
const words: Record<ClusterFeature, { low: Label; high: Label }> = {
  recency_days: { low: { en: 'recent', zh: '近期' }, high: { en: 'lapsed', zh: '久未购' } },
  orders: { low: { en: 'rare', zh: '低频' }, high: { en: 'frequent', zh: '高频' } },
  monetary_total: { low: { en: 'low spend', zh: '低额' }, high: { en: 'high spend', zh: '高额' } },
  monetary_mean: { low: { en: 'small orders', zh: '小单' }, high: { en: 'large orders', zh: '大单' } },
  returns_total: { low: { en: 'few returns', zh: '少退货' }, high: { en: 'many returns', zh: '多退货' } },
  t: { low: { en: 'new', zh: '新客' }, high: { en: 'long-standing', zh: '老客' } },
};

/** A feature is worth a word when the centroid lies at least this many standard deviations from the mean. */
const NOTABLE = 0.4;

/**
 * Names clusters from their centroids' z-scores, e.g. "recent, frequent, high spend"; equal names are numbered.
 * @param centroids k rows of z-scores in the order of `features`
 */
export function nameClusters(centroids: readonly (readonly number[])[], features: readonly ClusterFeature[]): Label[] {
  if (centroids.length === 1) return [{ en: 'no clear clusters', zh: '无明显分群' }];
  const names = centroids.map((centroid) => {
    const notable = features.flatMap((feature, index) => {
      const z = centroid[index] ?? 0;
      return Math.abs(z) < NOTABLE ? [] : [words[feature][z < 0 ? 'low' : 'high']];
    });
    if (notable.length === 0) return { en: 'average', zh: '中等' };
    return { en: notable.map(({ en }) => en).join(', '), zh: notable.map(({ zh }) => zh).join('') };
  });
  return names.map((name, index) => {
    const earlier = names.slice(0, index).filter(({ en }) => en === name.en).length;
    const isAlone = names.filter(({ en }) => en === name.en).length === 1;
    return isAlone ? name : { en: `${name.en} ${earlier + 1}`, zh: `${name.zh}${earlier + 1}` };
  });
}

export interface Label {
  en: string;
  zh: string;
}

/** What a column of the feature table is called, and what customers are called who have little or much of it. */
interface ClusterFeatureWords extends Label {
  low: Label;
  high: Label;
}

/** Features that customers can be clustered on: numeric columns of the feature table. */
export const clusterFeatures = {
  recency_days: {
    en: 'days since last purchase',
    zh: '距上次购买天数',
    low: { en: 'recent', zh: '近期' },
    high: { en: 'lapsed', zh: '久未购' },
  },
  orders: {
    en: 'orders',
    zh: '订单数',
    low: { en: 'rare', zh: '低频' },
    high: { en: 'frequent', zh: '高频' },
  },
  monetary_total: {
    en: 'total spend',
    zh: '消费总额',
    low: { en: 'low spend', zh: '低额' },
    high: { en: 'high spend', zh: '高额' },
  },
  monetary_mean: {
    en: 'spend per order',
    zh: '单均消费',
    low: { en: 'small orders', zh: '小单' },
    high: { en: 'large orders', zh: '大单' },
  },
  returns_total: {
    en: 'returned amount',
    zh: '退货金额',
    low: { en: 'few returns', zh: '少退货' },
    high: { en: 'many returns', zh: '多退货' },
  },
  t: {
    en: 'time since first purchase',
    zh: '首购至今时长',
    low: { en: 'new', zh: '新客' },
    high: { en: 'long-standing', zh: '老客' },
  },
} satisfies Record<string, ClusterFeatureWords>;

export type ClusterFeature = keyof typeof clusterFeatures;
export const clusterFeatureNames = Object.keys(clusterFeatures) as [ClusterFeature, ...ClusterFeature[]];

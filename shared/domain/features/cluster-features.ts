export interface Label {
  en: string;
  zh: string;
}

/** What a column of the feature table is called, and what customers are called who have little or much of it. */
interface Words extends Label {
  low: Label;
  high: Label;
  /** Whether it is a count, an amount or a time, which go over orders of magnitude, and no share, rating or difference. */
  isMagnitude: boolean;
}

const words =
  (isMagnitude: boolean) =>
  (en: string, zh: string, low: [en: string, zh: string], high: [en: string, zh: string]): Words => ({
    ...{ en, zh, isMagnitude },
    low: { en: low[0], zh: low[1] },
    high: { en: high[0], zh: high[1] },
  });
const magnitude = words(true);
const degree = words(false);

/** Features that customers can be clustered on: numeric columns of the feature table. */
export const clusterFeatures = {
  recency_days: magnitude('days since last purchase', '距上次购买天数', ['recent', '近期'], ['lapsed', '久未购']),
  orders: magnitude('orders', '订单数', ['rare', '低频'], ['frequent', '高频']),
  monetary_total: magnitude('total spend', '消费总额', ['low spend', '低额'], ['high spend', '高额']),
  monetary_mean: magnitude('spend per order', '单均消费', ['small orders', '小单'], ['large orders', '大单']),
  returns_total: magnitude('returned amount', '退货金额', ['few returns', '少退货'], ['many returns', '多退货']),
  return_rate: degree('share returned', '退货率', ['keeps purchases', '低退货率'], ['returns much', '高退货率']),
  t: magnitude('time since first purchase', '首购至今时长', ['new', '新客'], ['long-standing', '老客']),
  tenure_days: magnitude('days since first purchase', '首购至今天数', ['new', '新客'], ['long-standing', '老客']),
  active_months: magnitude(
    'months with a purchase',
    '活跃月数',
    ['few active months', '活跃少'],
    ['many active months', '活跃多'],
  ),
  days_between_mean: magnitude(
    'days between purchases',
    '平均购买间隔天数',
    ['short rhythm', '短周期'],
    ['long rhythm', '长周期'],
  ),
  days_between_deviation: magnitude(
    'spread of days between purchases',
    '购买间隔离散',
    ['regular', '规律'],
    ['irregular', '不规律'],
  ),
  overdue_days: degree('days overdue', '超期天数', ['on time', '按期'], ['overdue', '超期']),
  recent_orders: magnitude('recent orders', '近期订单数', ['quiet lately', '近期少购'], ['busy lately', '近期多购']),
  spend_trend: degree('trend of spend', '消费趋势', ['spending less', '消费下降'], ['spending more', '消费上升']),
  categories: magnitude('categories', '品类数', ['few categories', '品类少'], ['many categories', '品类多']),
  channels: magnitude('channels', '渠道数', ['one channel', '渠道单一'], ['many channels', '渠道多']),
  online_share: degree('online share', '线上占比', ['offline', '线下'], ['online', '线上']),
  interactions: magnitude('interactions', '互动次数', ['few contacts', '少互动'], ['many contacts', '多互动']),
  complaints: magnitude('complaints', '投诉次数', ['few complaints', '少投诉'], ['many complaints', '多投诉']),
  satisfaction: degree('satisfaction', '满意度', ['dissatisfied', '不满意'], ['satisfied', '满意']),
} satisfies Record<string, Words>;

export type ClusterFeature = keyof typeof clusterFeatures;
export const clusterFeatureNames = Object.keys(clusterFeatures) as [ClusterFeature, ...ClusterFeature[]];

import { clusterFeatureNames, clusterFeatures, type Label } from '../../features/cluster-features.ts';

const words = (en: string, zh: string): Label => ({ en, zh });

/** Columns of a run's `customers.csv`, besides the features that clusters are made of, that are numbers. */
const moreNumbers = {
  value_score: words('value score', '价值分'),
  yearly_spend: words('spend of the last year', '近一年消费'),
  spend_recent: words('recent spend', '近期消费'),
  spend_before: words('spend of the period before', '上期消费'),
  purchases_total: words('purchases', '购买总额'),
  purchase_day_mean: words('spend per purchase day', '每购买日消费'),
  returned_orders: words('returns', '退货单数'),
  visits: words('visits', '访问次数'),
  mails: words('mails', '邮件次数'),
  tickets: words('tickets', '工单次数'),
  satisfaction_mean: words('mean satisfaction', '平均满意度'),
  satisfaction_answers: words('survey answers', '调查回答次数'),
  p_alive: words('probability of being alive', '存活概率'),
  probability_of_order: words('probability of an order', '下单概率'),
  expected_orders: words('expected orders', '预期订单数'),
  clv: words('lifetime value', '客户终身价值'),
} as const satisfies Record<string, Label>;

const scores = {
  r_score: words('R score', 'R 分'),
  f_score: words('F score', 'F 分'),
  m_score: words('M score', 'M 分'),
} as const satisfies Record<string, Label>;

const names = {
  segment: words('segment', '细分'),
  segment_cn8: words('RFM class', 'RFM 八类'),
  nine_grid: words('nine-grid cell', '九宫格'),
  lifecycle: words('lifecycle', '生命周期'),
  behaviour: words('behaviour', '行为'),
  loyalty: words('loyalty', '忠诚度'),
  abc_class: words('ABC class', 'ABC 类'),
  quadrant: words('quadrant', '象限'),
  purchase_mode: words('purchase mode', '购买方式'),
  region_group: words('region group', '区域组'),
  region: words('region', '地区'),
  customer_type: words('customer type', '客户类型'),
  top_category: words('top category', '首选品类'),
  top_channel: words('top channel', '首选渠道'),
} as const satisfies Record<string, Label>;

export type NameColumn = keyof typeof names;
export type LineColumn = keyof typeof moreNumbers | keyof typeof clusterFeatures;
export type NumberColumn = LineColumn | keyof typeof scores;

/** Columns that lines between tiers can be drawn on by what share of customers, or of value, lies beyond them. */
export const lineColumns = [
  ...(Object.keys(moreNumbers) as (keyof typeof moreNumbers)[]),
  ...clusterFeatureNames,
] as const satisfies LineColumn[];

/** Numbers that tiers can be judged by. */
export const numberColumns = [...lineColumns, ...(Object.keys(scores) as (keyof typeof scores)[])] as const;

/** Names that tiers can be judged by: classes, and what customers files and orders say. */
export const nameColumns = Object.keys(names) as NameColumn[];

/** What a column is called. */
export const columnLabel = (column: NumberColumn | NameColumn): Label =>
  ({ ...clusterFeatures, ...moreNumbers, ...scores, ...names })[column];

const fewerIsBetter = new Set<string>([
  ...['recency_days', 'overdue_days', 'days_between_mean', 'days_between_deviation'],
  ...['returns_total', 'returned_orders', 'return_rate', 'complaints', 'tickets'],
]);

/** Whether more of it is better; else fewer are. */
export const isMoreBetter = (column: NumberColumn) => !fewerIsBetter.has(column);

const wholeNumbers = new Set<string>([
  ...['recency_days', 'orders', 'recent_orders', 'returned_orders', 'tenure_days', 'active_months', 'overdue_days'],
  ...['categories', 'channels', 'interactions', 'visits', 'mails', 'tickets', 'complaints', 'satisfaction_answers'],
  ...['r_score', 'f_score', 'm_score'],
]);

/** Decimal places that a column is shown with. */
export const decimalPlaces = (column: NumberColumn) =>
  column === 'value_score' ? 1 : wholeNumbers.has(column) ? 0 : 2;

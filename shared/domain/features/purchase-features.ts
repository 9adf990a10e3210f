import { degree, type Feature, label, magnitude } from './feature.ts';

const noPurchase = 'without a purchase';
const noRepeat = 'without a repeat purchase';
const noLines = 'without order lines';

/** Purchases and returns: counts, amounts and dates. */
export const purchaseFeatures = {
  recency_days: {
    type: 'INTEGER',
    unit: 'days',
    label: label('days since last purchase', '距上次购买天数'),
    formula: '`as_of` − day of the last purchase',
    nullWhen: noPurchase,
    better: 'fewer',
    clustering: magnitude(['recent', '近期'], ['lapsed', '久未购']),
    drift: true,
  },
  orders: {
    type: 'INTEGER',
    unit: 'orders',
    label: label('orders', '订单数'),
    formula: 'distinct orders with a purchase in the window',
    better: 'more',
    clustering: magnitude(['infrequent', '低频'], ['frequent', '高频']),
    published: 'any',
    drift: true,
  },
  monetary_total: {
    type: 'DECIMAL(28,4)',
    unit: 'money',
    label: label('total spend', '消费总额'),
    formula: 'purchases − returns in the window',
    better: 'more',
    clustering: magnitude(['low spend', '低额'], ['high spend', '高额']),
    published: 'any',
    drift: true,
  },
  monetary_mean: {
    type: 'DECIMAL(28,4)',
    unit: 'money per order',
    label: label('spend per order', '单均消费'),
    formula: 'purchases ÷ `orders`',
    nullWhen: 'without an order in the window, or if a summary does not say what its only order was worth',
    better: 'more',
    clustering: magnitude(['small orders', '小单'], ['large orders', '大单']),
    published: 'any',
  },
  purchases_total: {
    type: 'DECIMAL(28,4)',
    unit: 'money',
    label: label('purchases', '购买总额'),
    formula: 'purchases in the window',
    better: 'more',
  },
  purchase_day_mean: {
    type: 'DECIMAL(28,4)',
    unit: 'money per day',
    label: label('spend per purchase day', '每购买日消费'),
    formula: 'all purchases ÷ (`x` + 1), the spend that gamma-gamma uses',
    nullWhen: noPurchase,
    better: 'more',
    drift: true,
  },
  yearly_spend: {
    type: 'DECIMAL(28,4)',
    unit: 'money',
    label: label('spend of the last year', '近一年消费'),
    formula:
      'purchases − returns in the 365 days that end on `as_of`, regardless of the window; for aggregated files: the total if the first purchase is in those days, otherwise unknown',
    nullWhen: noLines,
    better: 'more',
  },
  returns_total: {
    type: 'DECIMAL(28,4)',
    unit: 'money',
    label: label('returned amount', '退货金额'),
    formula: 'returned or voided in the window',
    better: 'fewer',
    clustering: magnitude(['few returns', '少退货'], ['many returns', '多退货']),
    published: 'any',
  },
  returned_orders: {
    type: 'INTEGER',
    unit: 'documents',
    label: label('returns', '退货单数'),
    formula: 'distinct returns and voided orders in the window',
    better: 'fewer',
  },
  return_rate: {
    type: 'DOUBLE',
    unit: 'share',
    label: label('share returned', '退货率'),
    formula:
      '`returns_total` ÷ (purchases + voided orders); above 1 if sales from before the window, or before the data, were returned',
    nullWhen: 'if nothing was sold in the window',
    better: 'fewer',
    clustering: degree(['low return rate', '低退货率'], ['high return rate', '高退货率']),
  },
  first_order_at: {
    type: 'TIMESTAMP',
    unit: 'time',
    label: label('first purchase', '首次购买时间'),
    formula: 'time of the first purchase line',
    nullWhen: noPurchase,
    published: 'any',
  },
  last_order_at: {
    type: 'TIMESTAMP',
    unit: 'time',
    label: label('last purchase', '最近购买时间'),
    formula: 'time of the last purchase line',
    nullWhen: noPurchase,
    published: 'any',
  },
  x: {
    type: 'INTEGER',
    unit: 'days',
    label: label('repeat purchase days', '复购天数'),
    formula: 'distinct purchase days after the first',
    nullWhen: noPurchase,
  },
  t_x: {
    type: 'DOUBLE',
    unit: 'days or weeks (`timeUnit`)',
    label: label('time from first to last purchase', '首购至末购时长'),
    formula: 'first to last purchase',
    nullWhen: noPurchase,
  },
  t: {
    type: 'DOUBLE',
    unit: 'days or weeks (`timeUnit`)',
    label: label('time since first purchase', '首购至今时长'),
    formula: 'first purchase to `as_of`',
    nullWhen: noPurchase,
    better: 'more',
    clustering: magnitude(['new', '新客'], ['long-standing', '老客']),
  },
  tenure_days: {
    type: 'INTEGER',
    unit: 'days',
    label: label('days since first purchase', '首购至今天数'),
    formula: 'first purchase to `as_of`',
    nullWhen: noPurchase,
    better: 'more',
    clustering: magnitude(['new', '新客'], ['long-standing', '老客']),
  },
} as const satisfies Record<string, Feature>;

/** The rhythm of purchases. */
export const rhythmFeatures = {
  active_months: {
    type: 'INTEGER',
    unit: 'calendar months',
    label: label('months with a purchase', '活跃月数'),
    formula: 'distinct months with a purchase; an order belongs to the day of its first line',
    nullWhen: noPurchase,
    better: 'more',
    clustering: magnitude(['few active months', '活跃少'], ['many active months', '活跃多']),
  },
  days_between_mean: {
    type: 'DOUBLE',
    unit: 'days',
    label: label('days between purchases', '平均购买间隔天数'),
    formula: 'days from the first to the last purchase ÷ `x`',
    nullWhen: noRepeat,
    better: 'fewer',
    clustering: magnitude(['short rhythm', '短周期'], ['long rhythm', '长周期']),
  },
  days_between_deviation: {
    type: 'DOUBLE',
    unit: 'days',
    label: label('spread of days between purchases', '购买间隔离散'),
    formula: 'sample standard deviation of the days between purchase days',
    nullWhen: 'with fewer than two gaps',
    better: 'fewer',
    clustering: magnitude(['regular', '规律'], ['irregular', '不规律']),
  },
} as const satisfies Record<string, Feature>;

/** Purchases compared with the due date, and in periods other than the window. */
export const periodFeatures = {
  next_order_due_on: {
    type: 'DATE',
    unit: 'date',
    label: label('next order due', '预计下次购买日'),
    formula: 'day of the last purchase + `days_between_mean`, rounded',
    nullWhen: noRepeat,
    published: 'any',
  },
  overdue_days: {
    type: 'INTEGER',
    unit: 'days',
    label: label('days overdue', '超期天数'),
    formula: '`as_of` − `next_order_due_on`; below 0: not due yet',
    nullWhen: noRepeat,
    better: 'fewer',
    clustering: degree(['on time', '按期'], ['overdue', '超期']),
  },
  recent_orders: {
    type: 'INTEGER',
    unit: 'orders',
    label: label('recent orders', '近期订单数'),
    formula: 'orders in the last `features.recentDays` (365) days',
    better: 'more',
    clustering: magnitude(['few recent orders', '近期少购'], ['many recent orders', '近期多购']),
  },
  spend_recent: {
    type: 'DECIMAL(28,4)',
    unit: 'money',
    label: label('recent spend', '近期消费'),
    formula: 'purchases in the last `features.trendDays` (90) days',
    nullWhen: noLines,
    better: 'more',
  },
  spend_before: {
    type: 'DECIMAL(28,4)',
    unit: 'money',
    label: label('spend in the previous period', '上期消费'),
    formula: 'purchases in the period of the same length before that',
    nullWhen: noLines,
    better: 'more',
  },
  spend_trend: {
    type: 'DOUBLE',
    unit: '−1 … 1',
    label: label('trend of spend', '消费趋势'),
    formula: '(`spend_recent` − `spend_before`) ÷ their sum',
    nullWhen: 'if both are 0, or the first purchase is in the last period',
    better: 'more',
    clustering: degree(['spending less', '消费下降'], ['spending more', '消费上升']),
  },
  spend_year_ago: {
    type: 'DECIMAL(28,4)',
    unit: 'money',
    label: label('spend of the year before', '去年同期消费'),
    formula: 'purchases in the same number of days as `spend_recent`, up to the same day of the previous year',
    nullWhen: noLines,
  },
  orders_since: {
    type: 'INTEGER',
    unit: 'orders',
    label: label('orders since the previous run', '上次运行后订单数'),
    formula: 'orders that began after the `as_of` of the previous run',
    nullWhen: 'without a previous run, and if no day has passed',
  },
  spend_since: {
    type: 'DECIMAL(28,4)',
    unit: 'money',
    label: label('spend since the previous run', '上次运行后消费'),
    formula: 'purchases − returns after that day',
    nullWhen: 'like `orders_since`',
  },
  top_month_share: {
    type: 'DOUBLE',
    unit: 'share',
    label: label('share of the top month', '最高月消费占比'),
    formula: 'purchases of the month with the most ÷ all purchases',
    nullWhen: noPurchase,
  },
} as const satisfies Record<string, Feature>;

/** Data for the backtest of the lifetime value model. Only the feature table has it. */
export const backtestFeatures = {
  holdout: {
    type: 'STRUCT(x INTEGER, t_x DOUBLE, t DOUBLE, spend DECIMAL(28,4), orders_after INTEGER, spend_after DECIMAL(28,4))',
    unit: '',
    label: label('backtest figures', '回测数据'),
    formula:
      '`x`, `t_x`, `t` and all purchases (`spend`) up to `lifetimeValue.horizonMonths` before `as_of`, and purchase days and purchases after it (`orders_after`, `spend_after`)',
    nullWhen: 'for customers who came later, and without a backtest',
  },
} as const satisfies Record<string, Feature>;

/** Data for the report of a run. Only the feature table has it. */
export const reportFeatures = {
  monthly_purchases: {
    type: 'STRUCT("month" DATE, orders INTEGER, spend DECIMAL(28,4))[]',
    unit: '',
    label: label('purchases by month', '各月购买'),
    formula:
      'the first day, orders and purchases of each of the last 24 calendar months up to `as_of` that has any, oldest first',
    nullWhen: noPurchase,
  },
} as const satisfies Record<string, Feature>;

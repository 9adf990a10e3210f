import type { Words } from './language.ts';

/** Words that several pictures use. */
export const words = {
  tier: { en: 'tier', zh: '等级' },
  customers: { en: 'customers', zh: '客户数' },
  shareOfCustomers: { en: 'share of customers', zh: '客户占比' },
  spend: { en: 'spend', zh: '消费金额' },
  shareOfSpend: { en: 'share of spend', zh: '消费占比' },
  orders: { en: 'orders', zh: '订单数' },
  month: { en: 'month', zh: '月份' },
  from: { en: 'from', zh: '原等级' },
  to: { en: 'to', zh: '现等级' },
  cause: { en: 'cause', zh: '原因' },
  segment: { en: 'segment', zh: '客群' },
  together: { en: 'groups of fewer than 5, together', zh: '不足 5 人的各组合计' },
  newCustomers: { en: 'new', zh: '新客户' },
  missing: { en: 'missing', zh: '缺失' },
  none: { en: '–', zh: '–' },
} as const satisfies Record<string, Words>;

/** The main causes of tier changes. */
export const causeWords: Readonly<Record<string, Words>> = {
  'behaviour changed': { en: 'behaviour changed', zh: '行为变化' },
  'lines moved': { en: 'tier lines moved', zh: '等级线变动' },
  'policy changed': { en: 'policy changed', zh: '策略变更' },
  'data corrected': { en: 'data corrected', zh: '数据更正' },
  override: { en: 'override', zh: '人工调整' },
};

import type { Facts } from '../../classification/rules.ts';
import type { Label } from '../../features/feature.ts';
import { isMet } from './condition.ts';
import type { FittedTier } from './fitted-tier.ts';
import { formatNumber } from './format-number.ts';
import { tierGaps } from './gaps.ts';
import { metWords, unmetWords } from './ranking-words.ts';

/**
 * Returns the tier that a customer earns, the reason, and what is missing for the next higher tier. It does not apply movement
 * rules, which depend on earlier runs. `shared/pipeline/assignment` gives the same result for all customers at once.
 * @param facts columns of a run's `customers.csv`; `value_score` is null for customers who are not buyers
 * @throws RangeError when no tier takes the customer, because the last tier has a condition
 */
export function rankCustomer(facts: Facts, tiers: readonly FittedTier[], asOf: string) {
  const rank = tiers.findIndex(({ when }) => when === null || isMet(when, facts));
  const [tier, above] = [tiers[rank], tiers[rank - 1]];
  if (!tier) throw new RangeError('expected the last tier to take everyone below the other lines');
  const words = (language: 'en' | 'zh') => {
    if (tier.when) return metWords(tier.when, facts, language);
    if (above?.when) return unmetWords(above.when, above.label, facts, language);
    return { en: 'the only tier of the policy', zh: '策略中唯一的等级' }[language];
  };
  const isBuyer = Number(facts.orders) > 0;
  const isExplained = isBuyer || tier.when;
  const purchases = isBuyer ? purchaseWords(facts, asOf) : noPurchaseWords(asOf);
  return {
    tier: tier.name,
    tier_reason: `${tier.label.en}: ${isExplained ? `${words('en')}; ` : ''}${purchases.en}`,
    tier_reason_zh: `${tier.label.zh}：${isExplained ? `${words('zh')}；` : ''}${purchases.zh}`,
    to_next: above?.when ? tierGaps(above.when, facts) : [],
  };
}

function purchaseWords({ orders, monetary_total, recency_days }: Facts, asOf: string): Label {
  const spent = formatNumber(Number(monetary_total), 2);
  return {
    en: `spent ${spent} in ${orders} order(s), last purchase ${recency_days} day(s) before ${asOf}`,
    zh: `${orders} 笔订单共消费 ${spent}，最近一次购买在 ${asOf} 之前 ${recency_days} 天`,
  };
}

const noPurchaseWords = (asOf: string): Label => ({
  en: `no purchase counted up to ${asOf}`,
  zh: `截至 ${asOf} 没有计入的购买`,
});

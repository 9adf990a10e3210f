import type { Facts } from '../../classification/rules.ts';
import type { Label } from '../../features/feature.ts';
import { isMet } from './condition.ts';
import type { FittedTier } from './fitted-tier.ts';
import { tierGaps } from './gaps.ts';
import { metWords, unmetWords } from './ranking-words.ts';
import { shownNumber } from './shown-number.ts';

/**
 * The tier that a customer earns, why, and what is lacking for the one above. The rules of movement, which keep customers in a
 * tier for a while, need to know what came before and are not in it.
 * For all customers at once `shared/pipeline/assignment` says the same.
 * @param facts what conditions look at: columns of a run's `customers.csv`, the value score unknown of who is no buyer
 */
export function rankCustomer(facts: Facts, tiers: readonly FittedTier[], asOf: string) {
  const place = tiers.findIndex(({ when }) => when === null || isMet(when, facts));
  const [tier, above] = [tiers[place], tiers[place - 1]];
  if (!tier) throw new RangeError('expected the last tier to take whoever reaches no other');
  const words = (language: 'en' | 'zh') => {
    if (tier.when) return metWords(tier.when, facts, language);
    if (above?.when) return unmetWords(above.when, above.label, facts, language);
    return { en: 'all this policy asks', zh: '符合要求' }[language];
  };
  const isBuyer = Number(facts.orders) > 0;
  const decided = isBuyer || tier.when;
  const bought = isBuyer ? boughtWords(facts, asOf) : nothingBoughtWords(asOf);
  return {
    tier: tier.name,
    tier_reason: `${tier.label.en}: ${decided ? `${words('en')}; ` : ''}${bought.en}`,
    tier_reason_zh: `${tier.label.zh}：${decided ? `${words('zh')}；` : ''}${bought.zh}`,
    to_next: above?.when ? tierGaps(above.when, facts) : [],
  };
}

function boughtWords({ orders, monetary_total, recency_days }: Facts, asOf: string): Label {
  const spent = shownNumber(Number(monetary_total), 2);
  return {
    en: `spent ${spent} in ${orders} order(s), last purchase ${recency_days} day(s) before ${asOf}`,
    zh: `${orders} 笔订单共消费 ${spent}，最近一次购买在 ${asOf} 之前 ${recency_days} 天`,
  };
}

const nothingBoughtWords = (asOf: string): Label => ({
  en: `no purchase counted up to ${asOf}`,
  zh: `截至 ${asOf} 没有计入的购买`,
});

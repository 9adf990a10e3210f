import type { Facts } from '../../classification/rules.ts';
import type { TierParts } from '../../model.ts';
import { isMet } from '../ranking/condition.ts';
import { tierGaps } from '../ranking/gaps.ts';
import { type ValueFeature, valueParts } from '../ranking/value-score.ts';

/**
 * Compares a customer with the requirements of every tier, from the highest down.
 * @param facts columns of the run's `customers.csv`; `value_score` is null for customers who are not buyers
 */
export const explainLines = (facts: Facts, tiers: TierParts['tiers']) =>
  tiers.map(({ name, label, line, when }) => ({
    tier: name,
    label_en: label.en,
    label_zh: label.zh,
    line,
    when,
    is_met: when === null || isMet(when, facts),
    lacks: when === null ? [] : tierGaps(when, facts),
  }));

/** Returns what each feature adds to a buyer's value score; null for customers who are not buyers. */
export function valueScoreParts(facts: Facts, model: TierParts['value_score']) {
  if (typeof facts.value_score !== 'number') return null;
  const parts = valueParts(facts as Partial<Record<ValueFeature, number | null>>, model);
  return { score: facts.value_score, parts };
}

import type { ClassModel } from './class-model.ts';
import type { RhythmPolicy } from './rhythm.ts';
import { rhythmDays } from './rhythm.ts';
import type { Facts } from './rules.ts';

/** The features that classes depend on. */
export interface ClassFeatures {
  orders: number;
  monetary_total: number;
  recency_days: number | null;
  tenure_days: number | null;
  x: number | null;
  recent_orders: number;
  top_month_share: number | null;
  top_category_share: number | null;
  satisfaction: number | null;
  region: string | null;
  /** Probability that the customer has not dropped out. */
  p_alive: number | null;
}

/**
 * Computes the facts that rules refer to: the features, `rhythm_days`, `lateness` (days since the last purchase ÷ the
 * customer's rhythm) and `tenure_rhythms` (days since the first purchase ÷ the typical rhythm). shared/pipeline/facts.sql
 * computes the same for all customers at once.
 * @example
 * const buyer = { x: 3, recency_days: 60, tenure_days: 150, region: 'East' };
 * const facts = customerFacts(buyer, { typical_days: 30 }, { shortestDays: 14 });
 * [facts.rhythm_days, facts.lateness, facts.tenure_rhythms, facts.region_key] // => [30, 2, 5, 'east']
 */
export function customerFacts(features: ClassFeatures, { typical_days }: ClassModel, policy: RhythmPolicy): Facts {
  const { x, recency_days, tenure_days, region } = features;
  const isBuyer = x !== null && recency_days !== null && tenure_days !== null;
  const rhythm = isBuyer ? rhythmDays(x, tenure_days - recency_days, typical_days, policy) : null;
  return {
    ...features,
    region_key: region?.toLowerCase() ?? null,
    rhythm_days: rhythm,
    lateness: isBuyer && rhythm ? recency_days / rhythm : null,
    tenure_rhythms: tenure_days === null ? null : tenure_days / Math.max(typical_days, policy.shortestDays),
  };
}

import type { Facts } from '../../classification/rules.ts';
import type { Model } from '../../model.ts';
import type { Policy } from '../../policy/policy.ts';
import { explainClasses } from './explain-classes.ts';
import { explainCluster } from './explain-cluster.ts';
import { explainScores } from './explain-segment.ts';
import { explainLines, valueScoreParts } from './explain-tier.ts';

/**
 * Explains a customer's tier, segment, classes, cluster and lifetime value from the customer's row, the model and the policy.
 * @param row a row of the run's `customers.csv`
 */
export function explainCustomer(row: Facts, { model, policy }: { model: Model; policy: Policy }) {
  const isBuyer = Number(row.orders) > 0;
  const facts = isBuyer ? row : { ...row, value_score: null };
  return {
    tier: pick(row, tierColumns),
    override: explainOverride(row),
    lines: explainLines(facts, model.tiers),
    to_next: asList(row.to_next),
    to_keep: asList(row.to_keep),
    value_score: valueScoreParts(facts, model.value_score),
    segment: { ...pick(row, segmentColumns), scores: isBuyer ? explainScores(row, model.rfm) : [] },
    classes: explainClasses(row, policy.classes, model.classes),
    cluster: explainCluster(row, model.clusters),
    lifetime_value: pick(row, lifetimeValueColumns),
  };
}

const tierColumns = [
  ...['tier', 'previous_tier', 'tier_since', 'tier_reason', 'tier_reason_zh', 'tier_cause', 'earned_tier', 'standing'],
  ...['runs_below', 'demotion_on', 'demotion_to', 'tier_expires_on'],
];
const segmentColumns = ['segment', 'segment_zh', 'segment_cn8', 'nine_grid', 'nine_grid_zh', 'rfm'];
const lifetimeValueColumns = [
  ...['clv', 'clv_low', 'clv_high', 'clv_method', 'p_alive', 'probability_of_order', 'expected_orders'],
  ...['x', 't_x', 't', 'purchase_day_mean'],
];

const pick = (row: Facts, columns: readonly string[]) =>
  Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));

/** Returns the override applied to a customer, or null without one. */
export const explainOverride = (row: Facts) =>
  row.override_kind
    ? {
        kind: row.override_kind,
        tier: row.override_tier ?? null,
        reason: row.override_reason ?? null,
        author: row.override_author ?? null,
        expires_on: row.override_expires_on ?? null,
      }
    : null;

/** Parses a list that is a value in JSON files and text in CSV files. */
const asList = (value: unknown): unknown[] | null =>
  typeof value === 'string' ? JSON.parse(value) : ((value as unknown[] | null | undefined) ?? null);

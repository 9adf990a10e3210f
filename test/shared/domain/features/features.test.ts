import { describe, expect, it } from 'vitest';
import { customerColumnNames, customerColumns } from '../../../../shared/domain/features/customer-columns.ts';
import type { Column, Feature } from '../../../../shared/domain/features/feature.ts';
import { features } from '../../../../shared/domain/features/features.ts';

const registered: [name: string, feature: Feature][] = Object.entries(features);
const columns: [name: string, column: Column][] = Object.entries(customerColumns);
const isNumber = ({ type }: Column) => ['INTEGER', 'DOUBLE'].includes(type) || type.startsWith('DECIMAL');

describe('the registry of features', () => {
  it('gives every column a unique label', () => {
    for (const language of ['en', 'zh'] as const) {
      const labels = [...columns, ...registered.filter(([name]) => !(name in customerColumns))].flatMap(
        ([, { label }]) => label?.[language] ?? [],
      );

      expect(labels).toEqual([...new Set(labels)]);
    }
  });

  it('gives a direction only to numbers, and clustering only to features with a direction', () => {
    const ranked = columns.filter(([, { better }]) => better);
    const clustered = registered.filter(([, { clustering }]) => clustering);

    expect(ranked.filter(([, column]) => !isNumber(column))).toEqual([]);
    expect(clustered.filter(([, { better }]) => !better)).toEqual([]);
  });

  it('gives a range to every rating that callers can send with orders', () => {
    const ratings = registered.filter(([, { scoreInput, type }]) => scoreInput && type === 'DOUBLE');

    expect(ratings.filter(([, { range }]) => !range)).toEqual([]);
  });

  it('puts every feature into customers.csv except the data of backtest and report', () => {
    expect(registered.map(([name]) => name).filter((name) => !(name in customerColumns))).toEqual([
      'holdout',
      'monthly_purchases',
    ]);
  });
});

/** Columns that consumers rely on. New columns may be added anywhere, but these keep their order. */
const stableColumns = `
  customer_id tier previous_tier tier_since tier_cause tier_reason tier_reason_zh earned_tier kept_tier ruled_tier
  standing runs_below counted_on below_cause demotion_on demotion_to tier_expires_on to_keep to_next override_kind
  override_tier override_reason override_author override_expires_on value_score segment segment_zh segment_cn8
  nine_grid nine_grid_zh r_score f_score m_score rfm lifecycle lifecycle_zh behaviour behaviour_zh loyalty
  loyalty_zh abc_class quadrant quadrant_zh purchase_mode purchase_mode_zh region_group region_group_zh recency_days
  orders monetary_total monetary_mean purchases_total purchase_day_mean yearly_spend returns_total returned_orders
  return_rate first_order_at last_order_at x t_x t tenure_days p_alive probability_of_order expected_orders clv
  clv_low clv_high clv_method active_months days_between_mean days_between_deviation rhythm_days next_order_due_on
  overdue_days recent_orders spend_recent spend_before spend_trend spend_year_ago orders_since spend_since
  top_month_share cluster cluster_name cluster_name_zh region top_category categories top_category_share top_channel
  channels online_share interactions last_interaction_at visits mails tickets complaints other_interactions
  satisfaction satisfaction_mean satisfaction_answers last_answer_at customer_type signed_up_at attributes as_of
  control service_channel service_response_hours service_owner service_budget
`
  .trim()
  .split(/\s+/);

describe('customers.csv', () => {
  it('keeps the order of its columns', () => {
    expect(customerColumnNames.filter((name) => stableColumns.includes(name))).toEqual(stableColumns);
  });
});

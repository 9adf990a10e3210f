import { describe, expect, it } from 'vitest';
import type { Facts } from '../../../../../shared/domain/classification/rules.ts';
import type { ClusterModel } from '../../../../../shared/domain/clusters/model/cluster-model.ts';
import { explainCluster } from '../../../../../shared/domain/tiers/explanation/explain-cluster.ts';
import { explainOverride } from '../../../../../shared/domain/tiers/explanation/explain-customer.ts';
import { explainLines, valueScoreParts } from '../../../../../shared/domain/tiers/explanation/explain-tier.ts';

const label = { en: 'High', zh: '高' };
const tiers = [
  {
    ...{ name: 'high', label, line: null },
    when: {
      all: [
        { column: 'yearly_spend', atLeast: 1000 },
        {
          any: [
            { column: 'satisfaction', atLeast: 80 },
            { column: 'loyalty', is: ['high'] },
          ],
        },
      ],
    },
  },
  { name: 'rest', label, line: null, when: null },
] as const;

describe('explainLines', () => {
  it('reports a tier as met, with nothing lacking, when all its conditions hold', () => {
    const [high] = explainLines({ yearly_spend: 1000, satisfaction: null, loyalty: 'high' }, [...tiers]);

    expect(high).toMatchObject({ tier: 'high', is_met: true, lacks: [] });
  });

  it('lists what is missing, choosing the easier of two alternatives', () => {
    const [high, rest] = explainLines({ yearly_spend: 940, satisfaction: 75, loyalty: 'low' }, [...tiers]);

    expect(high).toMatchObject({
      is_met: false,
      lacks: [
        { column: 'yearly_spend', has: 940, needs: 1000, missing: 60 },
        { column: 'satisfaction', has: 75, needs: 80, missing: 5 },
      ],
    });
    expect(rest).toMatchObject({ tier: 'rest', is_met: true, when: null, lacks: [] });
  });
});

describe('valueScoreParts', () => {
  const percentiles = Array.from({ length: 101 }, (_, percent) => percent * 10);
  const model = {
    percentiles: { orders: percentiles, recency_days: percentiles },
    weights: { orders: 0.75, recency_days: 0.25 },
  };

  // 400 orders are the 40th percentile: 0.75 × 40 = 30. 100 days are the 10th, and fewer are better: 0.25 × 90 = 22.5.
  it('multiplies the rank of each feature by its weight', () => {
    const explained = valueScoreParts({ orders: 400, recency_days: 100, value_score: 52.5 }, model);

    expect(explained).toEqual({
      score: 52.5,
      parts: [
        { feature: 'orders', value: 400, rank: 40, weight: 0.75, points: 30 },
        { feature: 'recency_days', value: 100, rank: 90, weight: 0.25, points: 22.5 },
      ],
    });
  });

  it('returns null for a customer who is not a buyer', () => {
    expect(valueScoreParts({ orders: 0, value_score: null }, model)).toBeNull();
  });
});

describe('explainCluster', () => {
  const rule = { en: 'orders > 7', zh: '订单数 > 7', precision: 1, recall: 0.5 };
  const group = {
    cluster: 0,
    name: label,
    rules: [{ ...rule, conditions: [{ feature: 'orders', above: 7, up_to: null }] }],
  };
  const model = { groups: [group] } as unknown as ClusterModel;

  it.each([
    [8, true],
    [7, false],
    [null, false],
  ])('reports whether %j orders meet a rule of the cluster: %j', (orders, is_met) => {
    expect(explainCluster({ cluster: 0, orders }, model)).toMatchObject({ cluster: 0, rules: [{ ...rule, is_met }] });
  });

  it('returns null for a customer who is not a buyer', () => {
    expect(explainCluster({ cluster: null }, model)).toBeNull();
  });
});

describe('explainOverride', () => {
  const row: Facts = {
    ...{ override_kind: 'floor', override_tier: 'gold', override_reason: 'promised', override_author: 'Mei' },
    override_expires_on: '2027-01-31',
  };

  it('returns the override with its reason, author and expiry', () => {
    expect(explainOverride(row)).toEqual({
      ...{ kind: 'floor', tier: 'gold', reason: 'promised', author: 'Mei', expires_on: '2027-01-31' },
    });
  });

  it('returns null without an override, and for files without override columns', () => {
    expect([explainOverride({ ...row, override_kind: null }), explainOverride({})]).toEqual([null, null]);
  });
});

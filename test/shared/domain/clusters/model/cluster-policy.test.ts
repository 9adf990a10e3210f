import { expect, it } from 'vitest';
import { clusterPolicySchema } from '../../../../../shared/domain/clusters/model/cluster-policy.ts';

it('defaults to k-means on log z-scores of recency, orders and spend, with k from 2 to 10', () => {
  expect(clusterPolicySchema.parse({})).toMatchObject({
    ...{ algorithm: 'k-means', features: ['recency_days', 'orders', 'monetary_total'], log: true, scaling: 'z-score' },
    ...{ minK: 2, maxK: 10, density: { minPoints: 10, maxNoise: 0.5 } },
  });
});

it.each([
  ['an unknown algorithm', { algorithm: 'spectral' }],
  ['a column that is not a feature', { features: ['customer_id'] }],
  ['a feature named twice', { features: ['orders', 'orders'] }],
  ['no feature', { features: [] }],
  ['an unknown scaling', { scaling: 'rank' }],
  ['an unknown density setting', { density: { eps: 1 } }],
  ['a minK above maxK', { minK: 6, maxK: 3 }],
])('rejects %s', (_, policy) => {
  expect(clusterPolicySchema.safeParse(policy).success).toBe(false);
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nameClusters, namesByCluster } from '../../../../../shared/domain/clusters/describe/cluster-names.ts';

const features = ['recency_days', 'orders', 'monetary_total'] as const;

it('names clusters by what distinguishes them from the average customer', () => {
  const [best, middle] = nameClusters(
    [
      [-1, 1, 2],
      [0.1, -0.39, 0],
    ],
    features,
  );
  expect(best).toEqual({ en: 'recent, frequent, high spend', zh: '近期高频高额' });
  expect(middle).toEqual({ en: 'average', zh: '中等' });
});

it('uses the three most distinctive features', () => {
  const [name] = nameClusters([[-0.5, 2, 1.5, 0.6, -0.7]], [...features, 'monetary_mean', 't']);

  expect(name).toEqual({ en: 'frequent, high spend, new', zh: '高频高额新客' });
});

it('numbers clusters with the same name', () => {
  const names = nameClusters(
    [
      [1, 0, 0],
      [2, 0, 0],
      [-1, 0, 0],
    ],
    features,
  );
  expect(names.map(({ en }) => en)).toEqual(['lapsed 1', 'lapsed 2', 'recent']);
  expect(names.map(({ zh }) => zh)).toEqual(['久未购1', '久未购2', '近期']);
});

it('never gives two clusters the same name, in either language', () => {
  const deviation = fc.double({ min: -2, max: 2, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(deviation, deviation, deviation), { minLength: 2, maxLength: 20 }), (deviations) => {
      const names = nameClusters(deviations, features);
      expect(new Set(names.map(({ en }) => en)).size).toBe(deviations.length);
      expect(new Set(names.map(({ zh }) => zh)).size).toBe(deviations.length);
    }),
  );
});

it('has a name for customers outside all clusters, even if the model has none', () => {
  expect(namesByCluster([{ cluster: 7, name: { en: 'infrequent', zh: '低频' } }])).toEqual(
    new Map([
      [-1, { en: 'outside the clusters', zh: '未成群' }],
      [7, { en: 'infrequent', zh: '低频' }],
    ]),
  );
});

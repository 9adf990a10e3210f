import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nameClusters } from '../../shared/domain/cluster-names.ts';

const features = ['recency_days', 'orders', 'monetary_total'] as const;

it('names clusters for what sets them apart from the average customer', () => {
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

it('numbers clusters that would have the same name', () => {
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

it('says so when there is one cluster', () => {
  expect(nameClusters([[0, 0, 0]], features)).toEqual([{ en: 'no clear clusters', zh: '无明显分群' }]);
});

it('never gives two clusters the same name, in either language', () => {
  const z = fc.double({ min: -2, max: 2, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(z, z, z), { minLength: 2, maxLength: 20 }), (centroids) => {
      const names = nameClusters(centroids, features);
      expect(new Set(names.map(({ en }) => en)).size).toBe(centroids.length);
      expect(new Set(names.map(({ zh }) => zh)).size).toBe(centroids.length);
    }),
  );
});

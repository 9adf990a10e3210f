import fc from 'fast-check';
import { expect, it } from 'vitest';
import { numberClusters } from '../../../../shared/domain/clusters/cluster-numbers.ts';

const previous = { numbers: [0, 1, 2], centroids: [[0], [10], [20]], next: 3 };

it('counts from 0 without previous clusters', () => {
  expect(numberClusters([[5], [1], [9]])).toEqual({ numbers: [0, 1, 2], next: 3 });
});

it('keeps the numbers of clusters when their order by value changes', () => {
  expect(numberClusters([[19], [1], [11]], previous)).toEqual({ numbers: [2, 0, 1], next: 3 });
});

it('gives a new number to the half of a split cluster that is farther from the previous centroid', () => {
  expect(numberClusters([[0], [8], [11], [20]], previous)).toEqual({ numbers: [0, 3, 1, 2], next: 4 });
});

it('does not reuse the number of a cluster that disappeared', () => {
  const second = numberClusters([[0], [20]], previous);
  expect(second).toEqual({ numbers: [0, 2], next: 3 });

  const third = numberClusters([[0], [20], [40]], {
    numbers: second.numbers,
    centroids: [[0], [20]],
    next: second.next,
  });
  expect(third).toEqual({ numbers: [0, 2, 3], next: 4 });
});

// The matches with the smallest sum are 4 ↔ 0 and 12 ↔ 10.
it('matches all clusters together', () => {
  expect(numberClusters([[12], [4]], { numbers: [0, 1], centroids: [[0], [10]], next: 2 })).toEqual({
    numbers: [1, 0],
    next: 2,
  });
});

it('gives distinct numbers, and keeps those of unchanged clusters', () => {
  const centroids = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 })), {
    minLength: 1,
    maxLength: 8,
    selector: (point) => point.join(),
  });
  fc.assert(
    fc.property(centroids, centroids, (one, other) => {
      const first = numberClusters(one);
      const numbered = { ...first, centroids: one };
      expect(numberClusters(one, numbered)).toEqual(first);
      const { numbers } = numberClusters(other, numbered);
      expect(new Set(numbers).size).toBe(other.length);
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairwiseDistances } from '../../../../../shared/domain/clusters/geometry/distances.ts';
import { clusterMeans } from '../../../../../shared/domain/clusters/geometry/points.ts';
import { adjustedRandIndex } from '../../../../../shared/domain/clusters/validity/adjusted-rand.ts';
import { calinskiHarabasz } from '../../../../../shared/domain/clusters/validity/calinski-harabasz.ts';
import { daviesBouldin } from '../../../../../shared/domain/clusters/validity/davies-bouldin.ts';
import { silhouetteScore } from '../../../../../shared/domain/clusters/validity/silhouette.ts';
import { metricCases } from '../fixtures.ts';

const relative = (found: number, expected: number) => Math.abs(found - expected) / Math.max(1, Math.abs(expected));

describe.each(metricCases)('equals scikit-learn 1.9.1 to 1e-9 for $what:', (each) => {
  const { points, labels, truth } = each;
  const centroids = clusterMeans(points, labels);

  it('the silhouette', () => {
    expect(relative(silhouetteScore(pairwiseDistances(points), labels), each.silhouette)).toBeLessThan(1e-9);
  });

  it('the Caliński–Harabasz index', () => {
    expect(relative(calinskiHarabasz(points, centroids, labels), each.calinski_harabasz)).toBeLessThan(1e-9);
  });

  it('the Davies–Bouldin index', () => {
    expect(relative(daviesBouldin(points, centroids, labels), each.davies_bouldin)).toBeLessThan(1e-9);
  });

  it('the adjusted Rand index against the true groups', () => {
    expect(relative(adjustedRandIndex(truth, labels), each.adjusted_rand)).toBeLessThan(1e-9);
  });
});

describe('the adjusted Rand index', () => {
  const labels = fc.array(fc.integer({ min: -1, max: 4 }), { minLength: 2, maxLength: 40 });

  it('is 1 for the same groups with different labels', () => {
    fc.assert(
      fc.property(labels, (one) => {
        expect(
          adjustedRandIndex(
            one,
            one.map((label) => 10 - label),
          ),
        ).toBeCloseTo(1, 12);
      }),
    );
  });

  it('is symmetric', () => {
    fc.assert(
      fc.property(labels, (one) => {
        const other = one.toReversed();
        expect(adjustedRandIndex(one, other)).toBe(adjustedRandIndex(other, one));
      }),
    );
  });
});

it('the Caliński–Harabasz index of clusters without spread is 1, as in scikit-learn', () => {
  expect(calinskiHarabasz([[1], [1], [5], [5]], [[1], [5]], [0, 0, 1, 1])).toBe(1);
});

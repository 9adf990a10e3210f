import { expect, it } from 'vitest';
import { wardLabels } from '../../../../../shared/domain/clusters/centroid/ward.ts';
import { pairwiseDistances } from '../../../../../shared/domain/clusters/geometry/distances.ts';
import { adjustedRandIndex } from '../../../../../shared/domain/clusters/validity/adjusted-rand.ts';
import { shapes } from '../fixtures.ts';

it.each(Object.entries(shapes))(
  'gives the clusters of scikit-learn 1.9.1 AgglomerativeClustering for %s',
  (_, shape) => {
    const ks = [2, 3, 5, 8];
    const found = wardLabels(pairwiseDistances(shape.points), ks);

    for (const [at, k] of ks.entries()) expect(adjustedRandIndex(found[at] ?? [], shape.ward[k] ?? [])).toBe(1);
  },
);

// Merging 0 and 1 adds ½ to the sum of squares, merging 5 and 7 adds 2, merging both pairs 2·2/4·5.5² = 30.25.
it('merges first the clusters that add least to the sum of squares', () => {
  const distances = pairwiseDistances([[0], [1], [5], [7]]);

  expect(wardLabels(distances, [1, 2, 3, 4])).toEqual([
    [0, 0, 0, 0],
    [0, 0, 1, 1],
    [0, 0, 1, 2],
    [0, 1, 2, 3],
  ]);
});

it('merges equal points', () => {
  expect(wardLabels(pairwiseDistances([[3], [3], [3], [9]]), [2])).toEqual([[0, 0, 0, 1]]);
});

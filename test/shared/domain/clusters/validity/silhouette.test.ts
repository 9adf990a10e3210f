import { expect, it } from 'vitest';
import { pairwiseDistances } from '../../../../../shared/domain/clusters/geometry/distances.ts';
import { silhouetteScore } from '../../../../../shared/domain/clusters/validity/silhouette.ts';

const points = [
  [1, 1],
  [2, 1],
  [1, 2],
  [2, 2.5],
  [8, 8],
  [9, 8.5],
  [8.5, 9],
  [1, 9],
  [2, 8],
  [5, 5],
];
const distances = pairwiseDistances(points);

// Expected values: sklearn.metrics.silhouette_score(points, labels), scikit-learn 1.9.1.
it.each([
  { what: 'three clusters', labels: [0, 0, 0, 0, 1, 1, 1, 2, 2, 1], expected: 0.6798125591138857 },
  { what: 'a point alone in its cluster', labels: [0, 0, 0, 0, 1, 1, 1, 2, 2, 3], expected: 0.6711891367783871 },
  { what: 'labels that cut across the groups', labels: [0, 1, 0, 1, 0, 1, 0, 1, 0, 1], expected: -0.13902643028838618 },
])('agrees with scikit-learn 1.9.1 on $what', ({ labels, expected }) => {
  expect(silhouetteScore(distances, labels)).toBeCloseTo(expected, 12);
});

it('accepts labels with gaps', () => {
  const labels = [0, 0, 0, 0, 1, 1, 1, 2, 2, 1];
  expect(
    silhouetteScore(
      distances,
      labels.map((label) => label * 3),
    ),
  ).toBe(silhouetteScore(distances, labels));
});

it('is NaN with one cluster or without points', () => {
  expect(
    silhouetteScore(
      distances,
      points.map(() => 0),
    ),
  ).toBeNaN();
  expect(silhouetteScore(pairwiseDistances([]), [])).toBeNaN();
});

it('counts equal points in different clusters as 0', () => {
  expect(silhouetteScore(pairwiseDistances([[1], [1], [1], [1]]), [0, 0, 1, 1])).toBe(0);
});

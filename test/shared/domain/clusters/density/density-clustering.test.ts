import { describe, expect, it } from 'vitest';
import { coreDistances, hdbscan, NOISE } from '../../../../../shared/domain/clusters/density/density-clustering.ts';
import { densityValidity } from '../../../../../shared/domain/clusters/density/density-validity.ts';
import { pairwiseDistances } from '../../../../../shared/domain/clusters/geometry/distances.ts';
import { adjustedRandIndex } from '../../../../../shared/domain/clusters/validity/adjusted-rand.ts';
import { shapes } from '../fixtures.ts';

const limits = { minPoints: 10, minSize: 15 };

// Edges of equal length may be processed in any order, so single points at the border can differ.
it.each(Object.entries(shapes))('groups %s like HDBSCAN in scikit-learn 1.9.1', (_, { points, hdbscan: expected }) => {
  const { labels } = hdbscan(pairwiseDistances(points), limits);

  expect(adjustedRandIndex(labels, expected)).toBeGreaterThan(0.98);
});

it.each(['two moons', 'rings'] as const)('finds the two groups of %s', (name) => {
  const { labels, reaches } = hdbscan(pairwiseDistances(shapes[name].points), limits);

  expect(reaches).toHaveLength(2);
  expect(adjustedRandIndex(labels, shapes[name].truth)).toBeGreaterThan(0.98);
});

// Two groups of eleven points 1 apart, 50 from each other, and one point farther from both.
it('treats distant points as noise, and reports the longest step within a cluster as its reach', () => {
  const row = (from: number) => Array.from({ length: 11 }, (_, index) => [from + index]);
  const { labels, reaches } = hdbscan(pairwiseDistances([...row(0), ...row(50), [150]]), {
    minPoints: 2,
    minSize: 5,
  });

  expect(labels).toEqual([...new Array(11).fill(labels[0]), ...new Array(11).fill(labels[11]), NOISE]);
  expect(labels[0]).not.toBe(labels[11]);
  expect(reaches).toEqual([1, 1]);
});

it.each([
  ['no point', []],
  ['one point', [[1]]],
  ['points that are all equal', Array.from({ length: 30 }, () => [1, 2])],
  ['fewer points than a group needs', [[1], [2], [3]]],
])('finds no clusters in %s', (_, points) => {
  const { labels, reaches } = hdbscan(pairwiseDistances(points), limits);

  expect(reaches).toEqual([]);
  expect(labels).toEqual(points.map(() => NOISE));
});

it('handles equal points without dividing by 0', () => {
  const points = [
    ...Array.from({ length: 20 }, () => [0]),
    ...Array.from({ length: 20 }, (_, index) => [9 + index / 20]),
  ];

  expect(hdbscan(pairwiseDistances(points), { minPoints: 3, minSize: 5 }).reaches).toHaveLength(2);
});

// Distances from 0: 0, 1, 4, 9.
it('computes the distance to the nth neighbour, counting the point itself', () => {
  const distances = pairwiseDistances([[0], [1], [4], [9]]);

  expect([1, 2, 3, 99].map((n) => coreDistances(distances, n)[0])).toEqual([0, 1, 4, 9]);
});

describe('density-based validity', () => {
  it.each(Object.entries(shapes))('equals scipy’s for two and three k-means clusters of %s', (_, shape) => {
    const distances = pairwiseDistances(shape.points);
    for (const [k, labels] of Object.entries(shape.k_means)) {
      expect(densityValidity(distances, labels, 2)).toBeCloseTo(shape.density_validity[k] as number, 9);
    }
  });

  it.each(['two moons', 'rings'] as const)('is higher for the true groups of %s than for k-means', (name) => {
    const { points, truth, density_validity } = shapes[name];

    expect(densityValidity(pairwiseDistances(points), truth, 2)).toBeGreaterThan(density_validity[2] as number);
  });

  it('is NaN without two groups', () => {
    expect(densityValidity(pairwiseDistances([[1], [2]]), [0, NOISE], 1)).toBeNaN();
  });
});

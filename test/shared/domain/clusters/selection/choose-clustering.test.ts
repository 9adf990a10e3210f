import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOISE } from '../../../../../shared/domain/clusters/density/density-clustering.ts';
import { chooseClustering } from '../../../../../shared/domain/clusters/selection/choose-clustering.ts';
import { adjustedRandIndex } from '../../../../../shared/domain/clusters/validity/adjusted-rand.ts';
import { onlineRetailPoints, options, shapes } from '../fixtures.ts';

const countGroups = (labels: readonly number[]) => new Set(labels.filter((label) => label !== NOISE)).size;

/** Points spread evenly over a small square, in an order unrelated to their positions. */
const square = (x: number, y: number, size = 40) =>
  Array.from({ length: size }, (_, i) => [x + ((i * 37) % 40) / 40, y + ((i * 23) % 40) / 40]);

/** Interleaves the points of several squares. */
const interleave = (...squares: number[][][]) =>
  (squares[0] ?? []).flatMap((_, i) => squares.map((one) => one[i] as number[]));

const threeSquares = interleave(square(0, 0), square(10, 0), square(0, 10));

describe.each(['k-means', 'ward', 'density', 'auto'] as const)('%s', (algorithm) => {
  it('finds three distant groups', () => {
    const { labels } = chooseClustering(threeSquares, { ...options, algorithm });

    expect(
      adjustedRandIndex(
        labels,
        threeSquares.map((_, index) => index % 3),
      ),
    ).toBe(1);
  });

  it('finds no clear clusters in one Gaussian blob', () => {
    const { labels, representatives } = chooseClustering(shapes['one Gaussian blob'].points, { ...options, algorithm });

    expect(countGroups(labels)).toBe(1);
    expect(representatives).toMatchObject([{ cluster: 0, reach: null }]);
  });

  it.each([
    ['all customers are equal', Array.from({ length: 20 }, () => [1, 2])],
    ['there is one customer', [[1, 2]]],
    [
      'there are two customers',
      [
        [1, 2],
        [9, 9],
      ],
    ],
  ])('returns one cluster when %s', (_, points) => {
    const { labels, silhouette } = chooseClustering(points, { ...options, algorithm });

    expect(labels).toEqual(points.map(() => 0));
    expect(silhouette).toBeNull();
  });
});

describe.each(['two moons', 'rings'] as const)('for %s', (name) => {
  const { points, truth } = shapes[name];

  it('density clustering finds the two groups', () => {
    const { labels } = chooseClustering(points, { ...options, algorithm: 'density' });

    expect(adjustedRandIndex(labels, truth)).toBeGreaterThan(0.98);
  });

  it('auto chooses density clustering despite the silhouette of k-means', () => {
    const { algorithm, labels, candidates } = chooseClustering(points, { ...options, algorithm: 'auto' });

    expect(algorithm).toBe('density');
    expect(adjustedRandIndex(labels, truth)).toBeGreaterThan(0.98);
    expect(Math.max(...candidates.map(({ silhouette }) => silhouette))).toBeGreaterThan(0.4);
  });
});

it('chooses k-means when density clustering finds the same groups', () => {
  const { algorithm, labels } = chooseClustering(shapes['three blobs'].points, { ...options, algorithm: 'auto' });

  expect(algorithm).toBe('k-means');
  expect(adjustedRandIndex(labels, shapes['three blobs'].truth)).toBeGreaterThan(0.95);
});

describe('the candidates', () => {
  const { candidates } = chooseClustering(onlineRetailPoints, options);
  const answers = candidates.filter(({ misses }) => misses.length === 0);

  it('have all figures for every k from 2 to 10', () => {
    expect(candidates.map(({ k }) => k)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const { centroids: _, labels: __, misses: ___, meanRank: ____, ...figures } of candidates) {
      for (const [name, value] of Object.entries(figures)) expect(value, name).toSatisfy(Number.isFinite);
    }
  });

  it('have a mean rank only if they meet all criteria', () => {
    for (const { misses, meanRank } of candidates) expect(meanRank === null).toBe(misses.length > 0);
    const ranks = answers.map(({ meanRank }) => meanRank as number);
    // Without ties, each index assigns the ranks 1 … n, so the mean ranks sum to n (n + 1) / 2.
    expect(ranks.reduce((sum, rank) => sum + rank, 0)).toBeCloseTo((ranks.length * (ranks.length + 1)) / 2, 9);
  });

  it.each([
    ['share', { minShare: 0.5 }],
    ['silhouette', { minSilhouette: 0.9 }],
    ['chance', { minGain: 0.9 }],
    ['stability', { minStability: 1.01 }],
  ] as const)('are all rejected when they miss the limit on %s', (criterion, limit) => {
    const strict = chooseClustering(onlineRetailPoints.slice(0, 300), { ...options, ...limit, maxK: 4 });

    for (const { misses } of strict.candidates) expect(misses).toContain(criterion);
    expect(countGroups(strict.labels)).toBe(1);
  });
});

it('tries only k below the number of distinct points', () => {
  const points = Array.from({ length: 30 }, (_, i) => [i % 3, 0]);

  expect(chooseClustering(points, options).candidates.map(({ k }) => k)).toEqual([2]);
});

it('gives the same result for the same seed', () => {
  const points = onlineRetailPoints.slice(0, 150);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), fc.constantFrom('k-means', 'ward', 'density'), (seed, algorithm) => {
      const asked = { ...options, algorithm, seed, maxK: 4 };
      expect(chooseClustering(points, asked)).toEqual(chooseClustering(points, asked));
    }),
    { numRuns: 5 },
  );
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chooseClustering, inertiaOf, nearest } from '../../shared/domain/clustering.ts';

const options = { minK: 2, maxK: 6, minShare: 0.02, minSilhouette: 0.2, seed: 42 };

/** Points spread evenly over a small square, in an order that has nothing to do with where they lie. */
const blob = (x: number, y: number, size = 40) =>
  Array.from({ length: size }, (_, i) => [x + ((i * 37) % 40) / 40, y + ((i * 23) % 40) / 40]);

/** One point of each blob in turn. */
const dealt = (...blobs: number[][][]) => (blobs[0] ?? []).flatMap((_, i) => blobs.map((one) => one[i] as number[]));

const threeBlobs = dealt(blob(0, 0), blob(10, 0), blob(0, 10));

it('finds three blobs that lie far apart', () => {
  const { centroids, silhouette } = chooseClustering(threeBlobs, options);
  expect(centroids).toHaveLength(3);
  expect(silhouette).toBeGreaterThan(0.9);
  const labels = threeBlobs.map((point) => nearest(point, centroids));
  expect(new Set(labels.slice(0, 3)).size).toBe(3);
  expect(labels).toEqual(threeBlobs.map((_, index) => labels[index % 3]));
});

it('answers with one cluster and no silhouette when no k is clear enough', () => {
  const points = blob(4, 4, 40);
  const { centroids, silhouette, inertia, candidates } = chooseClustering(points, { ...options, minSilhouette: 0.7 });
  expect(silhouette).toBeNull();
  expect(centroids).toHaveLength(1);
  // Both coordinates of the blob run through 0, 1/40 … 39/40 once.
  expect(centroids[0]?.[0]).toBeCloseTo(4 + 39 / 80, 12);
  expect(inertia).toBeCloseTo(inertiaOf(points, centroids), 12);
  expect(candidates.map(({ k }) => k)).toEqual([2, 3, 4, 5, 6]);
});

it('passes over a k whose smallest cluster is too small', () => {
  const outlier = [...blob(0, 0), [500, 500]];
  expect(chooseClustering(outlier, { ...options, maxK: 2 }).centroids).toHaveLength(2);
  expect(chooseClustering(outlier, { ...options, maxK: 2, minShare: 0.1 }).silhouette).toBeNull();
});

it('tries no k that leaves fewer than one distinct point to spare', () => {
  const points = Array.from({ length: 30 }, (_, i) => [i % 3, 0]);
  expect(chooseClustering(points, options).candidates.map(({ k }) => k)).toEqual([2]);
});

it.each([
  { what: 'all customers are equal', points: Array.from({ length: 20 }, () => [1, 2]) },
  { what: 'there is one customer', points: [[1, 2]] },
])('answers with one cluster when $what', ({ points }) => {
  const clustering = chooseClustering(points, options);
  expect(clustering).toEqual({ centroids: [[1, 2]], inertia: 0, silhouette: null, candidates: [] });
});

it('gives the same answer for the same seed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
      expect(chooseClustering(spread, { ...options, seed })).toEqual(chooseClustering(spread, { ...options, seed }));
    }),
    { numRuns: 5 },
  );
});

const spread = Array.from({ length: 120 }, (_, i) => [((i * 7919) % 101) / 10, ((i * 104_729) % 97) / 10]);

// KMeans(k, n_init=20, random_state=0).fit([[i*7919%101/10, i*104729%97/10] for i in range(120)]).inertia_
it.each([
  { k: 2, inertia: 1208.12151708808 },
  { k: 3, inertia: 746.610799350879 },
  { k: 4, inertia: 492.15733702129336 },
  { k: 5, inertia: 403.64116341991337 },
])('comes within 1 % of the inertia of scikit-learn 1.9.1 KMeans, best of 20 starts, for k = $k', ({ k, inertia }) => {
  const { candidates } = chooseClustering(spread, { ...options, minK: k, maxK: k });
  expect(candidates[0]?.inertia).toBeLessThan(inertia * 1.01);
  expect(candidates[0]?.inertia).toBeGreaterThan(inertia * 0.99);
});

it('takes the first of equally near centroids', () => {
  expect(nearest([0], [[1], [-1]])).toBe(0);
});

import { expect, it } from 'vitest';
import {
  bestCandidate,
  type CandidateFigures,
  evaluateCandidates,
} from '../../../../../shared/domain/clusters/validity/choice-of-k.ts';

const limits = { minShare: 0.02, minSilhouette: 0.2, minGain: 0.03, minStability: 0.7 };

const figures = (k: number, changed: Partial<CandidateFigures> = {}): CandidateFigures => ({
  ...{ k, inertia: 1, silhouette: 0.5, silhouetteByChance: 0.4, calinskiHarabasz: 100, daviesBouldin: 1 },
  ...{ smallestShare: 0.1, stability: 0.9 },
  ...changed,
});

it('ranks by three indices with equal weight', () => {
  const candidates = evaluateCandidates(
    [
      figures(2, { silhouette: 0.6, calinskiHarabasz: 100, daviesBouldin: 1.2 }), // ranks 1, 3, 3
      figures(3, { silhouette: 0.5, calinskiHarabasz: 300, daviesBouldin: 1.1 }), // ranks 2, 1, 2
      figures(4, { silhouette: 0.4 + 0.05, calinskiHarabasz: 200, daviesBouldin: 0.9 }), // ranks 3, 2, 1
    ],
    limits,
  );

  expect(candidates.map(({ meanRank }) => meanRank)).toEqual([7 / 3, 5 / 3, 2]);
  expect(bestCandidate(candidates)?.k).toBe(3);
});

it('chooses the higher silhouette for equal mean ranks', () => {
  const candidates = evaluateCandidates([figures(2, { daviesBouldin: 0.9 }), figures(3, { silhouette: 0.55 })], limits);

  expect(candidates.map(({ meanRank }) => meanRank)).toEqual([4 / 3, 4 / 3]);
  expect(bestCandidate(candidates)?.k).toBe(3);
});

it.each([
  ['share', { smallestShare: 0.019 }],
  ['silhouette', { silhouette: 0.19, silhouetteByChance: 0.1 }],
  ['chance', { silhouetteByChance: 0.48 }],
  ['stability', { stability: 0.69 }],
])('a k that misses its %s is rejected and does not affect the ranks of others', (criterion, missing) => {
  const [bad, good] = evaluateCandidates([figures(2, { ...missing, calinskiHarabasz: 1e6 }), figures(3)], limits);

  expect(bad).toMatchObject({ misses: [criterion], meanRank: null });
  expect(good).toMatchObject({ misses: [], meanRank: 1 });
});

it('has no best candidate when all are rejected or none was tried', () => {
  expect(bestCandidate(evaluateCandidates([figures(2, { stability: Number.NaN })], limits))).toBeUndefined();
  expect(bestCandidate(evaluateCandidates([], limits))).toBeUndefined();
});

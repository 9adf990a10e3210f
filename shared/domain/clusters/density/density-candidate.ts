import type { Random } from '../../statistics/random.ts';
import { type Distances, selectDistances } from '../geometry/distances.ts';
import { groupByLabel, type Point } from '../geometry/points.ts';
import { bootstrapStability } from '../validity/stability.ts';
import { hdbscan, NOISE } from './density-clustering.ts';
import { densityValidity } from './density-validity.ts';
import { densityRepresentatives, type Representative } from './representatives.ts';

/** What groups found by density have to meet to be accepted. */
export const densityCriteria = ['groups', 'noise', 'stability'] as const;
export type DensityCriterion = (typeof densityCriteria)[number];

export interface DensityCandidate {
  /** Groups found; 0 or at least 2. */
  k: number;
  /** Share of the compared points in no group. */
  noiseShare: number;
  /** Density-based validity of the compared points; NaN without groups. */
  validity: number;
  /** Mean adjusted Rand index against bootstrap resamples, in which each customer counts once. */
  stability: number;
  misses: DensityCriterion[];
  /** Of the compared points. */
  labels: number[];
  representatives: Representative[];
}

export interface DensityOptions {
  /** Neighbours, the point itself included, that make a point dense. */
  minPoints: number;
  minShare: number;
  maxNoise: number;
  minStability: number;
}

/**
 * Clusters by density, with its figures. It is accepted when it has at least two groups, not too many customers outside
 * them, and bootstrap resamples find the same.
 * @param compared points, with their distances
 * @example
 * let state = 1;
 * const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
 * const points = Array.from({ length: 40 }, (_, index) => [index % 2 === 0 ? index / 40 : 9 + index / 40]);
 * const options = { minPoints: 3, minShare: 0.1, maxNoise: 0.5, minStability: 0.7 };
 * const { k, noiseShare, misses } = densityCandidate(points, pairwiseDistances(points), options, random);
 * [k, noiseShare, misses] // => [2, 0, []]
 */
export function densityCandidate(
  compared: readonly Point[],
  distances: Distances,
  { minPoints, minShare, maxNoise, minStability }: DensityOptions,
  random: Random,
): DensityCandidate {
  const cluster = (some: Distances) =>
    hdbscan(some, { minPoints, minSize: Math.max(minPoints, 2, Math.ceil(minShare * some.count)) });
  const { labels, reaches } = cluster(distances);
  const [stability = 0] = bootstrapStability(
    [labels],
    (drawn) => {
      // A customer drawn twice would look like a dense region.
      const over = [...new Set(drawn)];
      return { over, clusterings: [cluster(selectDistances(distances, over)).labels] };
    },
    { drawnPoints: compared.length, random },
  );
  const noiseShare = labels.filter((label) => label === NOISE).length / labels.length;
  const isMet: Record<DensityCriterion, boolean> = {
    groups: reaches.length > 1,
    noise: noiseShare <= maxNoise,
    stability: stability >= minStability,
  };
  return {
    k: reaches.length,
    noiseShare,
    validity: densityValidity(distances, labels, compared[0]?.length ?? 0),
    stability,
    misses: densityCriteria.filter((criterion) => !isMet[criterion]),
    labels,
    representatives: densityRepresentatives(groupByLabel(compared, labels), reaches),
  };
}

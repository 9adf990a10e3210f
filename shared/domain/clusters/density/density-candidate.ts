import type { Random } from '../../statistics/random.ts';
import { type Distances, distancesAmong } from '../geometry/distances.ts';
import { membersOf, type Point } from '../geometry/points.ts';
import { stabilities } from '../validity/stability.ts';
import { densityClustering, NOISE } from './density-clustering.ts';
import { densityValidity } from './density-validity.ts';
import { densityRepresentatives, type Representative } from './representatives.ts';

/** What groups found by density have to meet to be an answer. */
export const densityCriteria = ['groups', 'noise', 'stability'] as const;
export type DensityCriterion = (typeof densityCriteria)[number];

export interface DensityCandidate {
  /** Groups found; 0 or at least 2. */
  k: number;
  /** Share of the compared points in no group. */
  noiseShare: number;
  /** Density-based validity of the compared points; NaN without groups. */
  validity: number;
  /** Mean adjusted Rand index against bootstrap resamples, each customer counted once. */
  stability: number;
  misses: DensityCriterion[];
  /** Of the compared points. */
  labels: number[];
  representatives: Representative[];
}

export interface DensityOptions {
  /** Neighbours, itself counted, that make a place dense. */
  minPoints: number;
  minShare: number;
  maxNoise: number;
  minStability: number;
}

/**
 * Clusters by density, with the figures that speak for or against it: an answer has at least two groups, not too many
 * customers outside them, and is found again in bootstrap resamples.
 */
export function densityCandidate(
  compared: readonly Point[],
  distances: Distances,
  { minPoints, minShare, maxNoise, minStability }: DensityOptions,
  random: Random,
): DensityCandidate {
  const cluster = (some: Distances) =>
    densityClustering(some, { minPoints, minSize: Math.max(minPoints, 2, Math.ceil(minShare * some.count)) });
  const { labels, reaches } = cluster(distances);
  const [stability = 0] = stabilities(
    [labels],
    (drawn) => {
      // A customer drawn twice would look like a dense place.
      const over = [...new Set(drawn)];
      return { over, clusterings: [cluster(distancesAmong(distances, over)).labels] };
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
    representatives: densityRepresentatives(membersOf(compared, labels), reaches),
  };
}

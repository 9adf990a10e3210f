import type { Random } from '../../statistics/random.ts';
import { type Distances, selectDistances } from '../geometry/distances.ts';
import { groupByLabel, type Point } from '../geometry/points.ts';
import { bootstrapStability } from '../validity/stability.ts';
import { hdbscan, NOISE } from './density-clustering.ts';
import { densityValidity } from './density-validity.ts';
import { densityRepresentatives, type Representative } from './representatives.ts';

/** The criteria for accepting a density clustering. */
export const densityCriteria = ['groups', 'noise', 'stability'] as const;
export type DensityCriterion = (typeof densityCriteria)[number];

export interface DensityCandidate {
  /** Number of groups; 0 or at least 2. */
  k: number;
  /** Share of the compared points outside all groups. */
  noiseShare: number;
  /** Density-based validity of the compared points; NaN without groups. */
  validity: number;
  /** Mean adjusted Rand index between this clustering and those of bootstrap resamples without repeated customers. */
  stability: number;
  misses: DensityCriterion[];
  /** Labels of the compared points. */
  labels: number[];
  representatives: Representative[];
}

export interface DensityOptions {
  /** Neighbours that make a point dense, including the point itself. */
  minPoints: number;
  minShare: number;
  maxNoise: number;
  minStability: number;
}

/**
 * Fits a density clustering and evaluates it. It is accepted if it has at least two groups, few enough customers outside
 * them, and is stable under bootstrap resampling.
 * @param compared the points to cluster
 * @param distances their pairwise distances
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
  const cluster = (subset: Distances) =>
    hdbscan(subset, { minPoints, minSize: Math.max(minPoints, 2, Math.ceil(minShare * subset.count)) });
  const { labels, reaches } = cluster(distances);
  const [stability = 0] = bootstrapStability(
    [labels],
    (drawn) => {
      // Repeated customers would look like a dense region.
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

import { calinskiHarabasz } from './calinski-harabasz.ts';
import { silhouettesByChance } from './chance.ts';
import { daviesBouldin } from './davies-bouldin.ts';
import { type Distances, distancesOf } from './distances.ts';
import { kMeans, lloyd, type Random } from './k-means.ts';
import { centroidsOf, distinctCount, inertiaOf, labelsOf, membersOf, type Point } from './points.ts';
import { silhouetteScore } from './silhouette.ts';
import { stabilities } from './stability.ts';
import { wardLabels } from './ward.ts';

/** What a k has to meet to be an answer. */
export const criteria = ['share', 'silhouette', 'chance', 'stability'] as const;
export type Criterion = (typeof criteria)[number];

export interface Candidate {
  k: number;
  /** Within-cluster sum of squared distances over the fitted points. */
  inertia: number;
  /** Mean silhouette over the compared points, and what it is where there are no clusters. */
  silhouette: number;
  silhouetteByChance: number;
  calinskiHarabasz: number;
  daviesBouldin: number;
  /** Share of the fitted points that the smallest cluster holds. */
  smallestShare: number;
  /** Mean adjusted Rand index against bootstrap resamples. */
  stability: number;
  /** The criteria it misses. */
  misses: Criterion[];
  /** Mean of its ranks, 1 = best, by the three indices among the candidates that miss nothing; null for the others. */
  meanRank: number | null;
  centroids: number[][];
  labels: number[];
}

export interface CentroidOptions {
  minK: number;
  maxK: number;
  minShare: number;
  minSilhouette: number;
  /** How far the silhouette must lie above chance. */
  minGain: number;
  minStability: number;
}

/** Points in a bootstrap resample. */
const RESAMPLED_POINTS = 1000;
const STARTS = 10;
/** Where a clustering is repeated many times, each may be a little worse. */
const REPEATED_STARTS = 2;

interface Method {
  /** For each k the centroids. */
  fit(points: readonly Point[], ks: readonly number[], options: { starts: number; random: Random }): number[][][];
  /** Carries centroids found on a few points over to all. */
  refine(points: readonly Point[], centroids: number[][]): number[][];
}

export const methods: Record<'k-means' | 'ward', Method> = {
  'k-means': { fit: kMeans, refine: lloyd },
  ward: {
    fit: (points, ks) => wardLabels(distancesOf(points), ks).map((labels) => centroidsOf(points, labels)),
    refine: (_, centroids) => centroids,
  },
};

/**
 * Clusters around centroids for every k, with all figures that speak for or against it.
 *
 * A k is an answer when its smallest cluster is large enough, its mean silhouette is high enough and enough above that
 * of points without clusters, and bootstrap resamples find the same. Of the answers, the three indices (silhouette,
 * Caliński–Harabasz, Davies–Bouldin) each rank all; the best mean rank wins, then the higher silhouette.
 * @param compared the first of the points, few enough to compare each with each
 */
export function centroidCandidates(
  method: Method,
  points: readonly Point[],
  { compared, distances }: { compared: readonly Point[]; distances: Distances },
  options: CentroidOptions,
  random: Random,
): Candidate[] {
  const most = Math.min(options.maxK, distinctCount(compared) - 1);
  const ks = Array.from({ length: Math.max(0, most - options.minK + 1) }, (_, index) => options.minK + index);
  const fitted = method.fit(compared, ks, { starts: STARTS, random }).map((each) => method.refine(points, each));
  const again = (some: readonly Point[]) => method.fit(some, ks, { starts: REPEATED_STARTS, random });
  const chance = silhouettesByChance(compared, again, random);
  const stability = stabilities(
    fitted.map((centroids) => labelsOf(compared, centroids)),
    (drawn) => ({
      over: [...compared.keys()],
      clusterings: again(drawn.map((index) => compared[index] as Point)).map((each) => labelsOf(compared, each)),
    }),
    { drawnPoints: Math.min(RESAMPLED_POINTS, compared.length), random },
  );
  const measured = fitted.map((centroids, at) => ({
    ...measure(points, distances, centroids),
    silhouetteByChance: chance[at] as number,
    stability: stability[at] as number,
  }));
  return ranked(measured.map((candidate) => ({ ...candidate, misses: missed(candidate, options) })));
}

function measure(points: readonly Point[], distances: Distances, centroids: number[][]) {
  const labels = labelsOf(points, centroids);
  const sizes = membersOf(points, labels).map(({ length }) => length);
  const means = centroidsOf(points, labels);
  return {
    k: centroids.length,
    inertia: inertiaOf(points, centroids, labels),
    silhouette: silhouetteScore(distances, labels.slice(0, distances.count)),
    calinskiHarabasz: calinskiHarabasz(points, means, labels),
    daviesBouldin: daviesBouldin(points, means, labels),
    smallestShare: sizes.length < centroids.length ? 0 : Math.min(...sizes) / points.length,
    centroids,
    labels,
  };
}

type Measured = Omit<Candidate, 'misses' | 'meanRank'>;

function missed(candidate: Measured, limits: CentroidOptions): Criterion[] {
  const isMet: Record<Criterion, boolean> = {
    share: candidate.smallestShare >= limits.minShare && candidate.smallestShare > 0,
    silhouette: candidate.silhouette >= limits.minSilhouette,
    chance: candidate.silhouette - candidate.silhouetteByChance >= limits.minGain,
    stability: candidate.stability >= limits.minStability,
  };
  return criteria.filter((criterion) => !isMet[criterion]);
}

function ranked(candidates: readonly Omit<Candidate, 'meanRank'>[]): Candidate[] {
  const answers = candidates.filter(({ misses }) => misses.length === 0);
  const rankBy = (goodness: (candidate: Measured) => number, one: Measured) =>
    1 + answers.filter((other) => goodness(other) > goodness(one)).length;
  return candidates.map((candidate) => {
    const ranks = [
      rankBy(({ silhouette }) => silhouette, candidate),
      rankBy((each) => each.calinskiHarabasz, candidate),
      rankBy((each) => -each.daviesBouldin, candidate),
    ];
    const meanRank = ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length;
    return { ...candidate, meanRank: candidate.misses.length === 0 ? meanRank : null };
  });
}

/** The answer among candidates, if there is one. */
export function bestOf(candidates: readonly Candidate[]): Candidate | undefined {
  const [best] = candidates
    .filter(({ meanRank }) => meanRank !== null)
    .toSorted((a, b) => (a.meanRank as number) - (b.meanRank as number) || b.silhouette - a.silhouette || a.k - b.k);
  return best;
}

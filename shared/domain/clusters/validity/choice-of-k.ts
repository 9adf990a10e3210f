/** The criteria for accepting a clustering. */
export const criteria = ['share', 'silhouette', 'chance', 'stability'] as const;
export type Criterion = (typeof criteria)[number];

/** The figures of one k. */
export interface CandidateFigures {
  k: number;
  /** Within-cluster sum of squared distances over the fitted points. */
  inertia: number;
  /** Mean silhouette over the compared points, and its value for data without clusters. */
  silhouette: number;
  silhouetteByChance: number;
  calinskiHarabasz: number;
  daviesBouldin: number;
  /** Share of the fitted points in the smallest cluster. */
  smallestShare: number;
  /** Mean adjusted Rand index between this clustering and those of bootstrap resamples. */
  stability: number;
}

export interface EvaluatedFigures extends CandidateFigures {
  /** The criteria that the candidate does not meet. */
  misses: Criterion[];
  /** Mean rank by three indices among the accepted candidates, 1 = best; null if not accepted. */
  meanRank: number | null;
}

export interface Limits {
  minShare: number;
  minSilhouette: number;
  /** How far the silhouette must exceed that of data without clusters. */
  minGain: number;
  minStability: number;
}

/**
 * Accepts and ranks candidates. A candidate is accepted if its smallest cluster is large enough, its mean silhouette is high
 * enough and far enough above that of data without clusters, and it is stable under bootstrap resampling. Accepted candidates
 * are ranked by three indices: silhouette, Caliński–Harabasz and Davies–Bouldin.
 * @example
 * const limits = { minShare: 0.02, minSilhouette: 0.2, minGain: 0.03, minStability: 0.7 };
 * const figures = { silhouetteByChance: 0.3, calinskiHarabasz: 9, daviesBouldin: 1, smallestShare: 0.1, stability: 0.9 };
 * const candidates = [{ k: 2, silhouette: 0.5, ...figures }, { k: 3, silhouette: 0.32, ...figures }];
 * evaluateCandidates(candidates, limits).map(({ misses, meanRank }) => [misses, meanRank]) // => [[[], 1], [['chance'], null]]
 */
export function evaluateCandidates<Candidate extends CandidateFigures>(
  candidates: readonly Candidate[],
  limits: Limits,
): (Candidate & EvaluatedFigures)[] {
  const tested = candidates.map((candidate) => ({ candidate, misses: missedCriteria(candidate, limits) }));
  const accepted = tested.filter(({ misses }) => misses.length === 0).map(({ candidate }) => candidate);
  const rankBy = (goodness: (figures: CandidateFigures) => number, one: CandidateFigures) =>
    1 + accepted.filter((other) => goodness(other) > goodness(one)).length;
  return tested.map(({ candidate, misses }) => {
    const ranks = [
      rankBy(({ silhouette }) => silhouette, candidate),
      rankBy(({ calinskiHarabasz }) => calinskiHarabasz, candidate),
      rankBy(({ daviesBouldin }) => -daviesBouldin, candidate),
    ];
    const meanRank = ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length;
    return { ...candidate, misses, meanRank: misses.length === 0 ? meanRank : null };
  });
}

/**
 * Selects the accepted candidate with the best mean rank; on a tie, that with the higher silhouette.
 * @returns undefined when none is accepted
 * @example
 * const three = { k: 3, silhouette: 0.4, meanRank: 1.5 };
 * bestCandidate([{ k: 2, silhouette: 0.5, meanRank: null }, three, { k: 4, silhouette: 0.3, meanRank: 1.5 }]).k // => 3
 * bestCandidate([]) // => undefined
 */
export function bestCandidate<Candidate extends EvaluatedFigures>(
  candidates: readonly Candidate[],
): Candidate | undefined {
  const [best] = candidates
    .flatMap((candidate) => (candidate.meanRank === null ? [] : [{ candidate, rank: candidate.meanRank }]))
    .toSorted(
      (a, b) => a.rank - b.rank || b.candidate.silhouette - a.candidate.silhouette || a.candidate.k - b.candidate.k,
    );
  return best?.candidate;
}

function missedCriteria(candidate: CandidateFigures, limits: Limits): Criterion[] {
  const isMet: Record<Criterion, boolean> = {
    share: candidate.smallestShare >= limits.minShare && candidate.smallestShare > 0,
    silhouette: candidate.silhouette >= limits.minSilhouette,
    chance: candidate.silhouette - candidate.silhouetteByChance >= limits.minGain,
    stability: candidate.stability >= limits.minStability,
  };
  return criteria.filter((criterion) => !isMet[criterion]);
}

/** What a k has to meet to be an answer. */
export const criteria = ['share', 'silhouette', 'chance', 'stability'] as const;
export type Criterion = (typeof criteria)[number];

/** One k that was tried, with what speaks for or against it. */
export interface Figures {
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
}

export interface Judged extends Figures {
  /** The criteria it misses. */
  misses: Criterion[];
  /** Mean of its ranks, 1 = best, by the three indices among the candidates that miss nothing; null for the others. */
  meanRank: number | null;
}

export interface Limits {
  minShare: number;
  minSilhouette: number;
  /** How far the silhouette must lie above chance. */
  minGain: number;
  minStability: number;
}

/**
 * Judges candidates. One is an answer when its smallest cluster is large enough, its mean silhouette is high enough and
 * enough above that of points without clusters, and bootstrap resamples find the same. Of the answers, three indices
 * (silhouette, Caliński–Harabasz, Davies–Bouldin) each rank all.
 */
export function judged<Candidate extends Figures>(
  candidates: readonly Candidate[],
  limits: Limits,
): (Candidate & Judged)[] {
  const misses = candidates.map((candidate) => missed(candidate, limits));
  const answers = candidates.filter((_, at) => misses[at]?.length === 0);
  const rankBy = (goodness: (figures: Figures) => number, one: Figures) =>
    1 + answers.filter((other) => goodness(other) > goodness(one)).length;
  return candidates.map((candidate, at) => {
    const ranks = [
      rankBy(({ silhouette }) => silhouette, candidate),
      rankBy(({ calinskiHarabasz }) => calinskiHarabasz, candidate),
      rankBy(({ daviesBouldin }) => -daviesBouldin, candidate),
    ];
    const meanRank = ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length;
    return { ...candidate, misses: misses[at] ?? [], meanRank: answers.includes(candidate) ? meanRank : null };
  });
}

/** The answer with the best mean rank, of equal ones that with the higher silhouette; none where nothing is an answer. */
export function bestOf<Candidate extends Judged>(candidates: readonly Candidate[]): Candidate | undefined {
  const [best] = candidates
    .filter(({ meanRank }) => meanRank !== null)
    .toSorted((a, b) => (a.meanRank as number) - (b.meanRank as number) || b.silhouette - a.silhouette || a.k - b.k);
  return best;
}

function missed(candidate: Figures, limits: Limits): Criterion[] {
  const isMet: Record<Criterion, boolean> = {
    share: candidate.smallestShare >= limits.minShare && candidate.smallestShare > 0,
    silhouette: candidate.silhouette >= limits.minSilhouette,
    chance: candidate.silhouette - candidate.silhouetteByChance >= limits.minGain,
    stability: candidate.stability >= limits.minStability,
  };
  return criteria.filter((criterion) => !isMet[criterion]);
}

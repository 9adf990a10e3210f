import { itemAt, zipWith } from '../../collections/indexing.ts';
import type { Random } from '../../statistics/random.ts';
import { adjustedRandIndex } from './adjusted-rand.ts';

const RESAMPLES = 10;

/** Refitted clusterings of the points (indices) in `over`: one list of labels for each original clustering. */
interface Refit {
  over: readonly number[];
  clusterings: readonly (readonly number[])[];
}

/**
 * Estimates the stability of clusterings under resampling: the mean adjusted Rand index between each clustering and those of
 * bootstrap resamples.
 * @param clusterings labels of the same points, one list per clustering
 * @param refit clusters the points of a resample (indices, some repeated)
 * @returns −1 … 1 for each clustering
 * @see Hennig (2007), Cluster-wise assessment of cluster stability, section 3; Fang & Wang (2012), Selection of the
 *   number of clusters via the bootstrap method
 * @example
 * const refit = () => ({ over: [0, 1, 2, 3], clusterings: [[5, 5, 6, 6]] });
 * bootstrapStability([[0, 0, 1, 1]], refit, { drawnPoints: 4, random: () => 0.5 }) // => [1]
 */
export function bootstrapStability(
  clusterings: readonly (readonly number[])[],
  refit: (drawn: readonly number[]) => Refit,
  { drawnPoints, random }: { drawnPoints: number; random: Random },
): number[] {
  const count = clusterings[0]?.length ?? 0;
  const agreements = Array.from({ length: RESAMPLES }, () => {
    const { over, clusterings: refitted } = refit(
      Array.from({ length: drawnPoints }, () => Math.floor(random() * count)),
    );
    return zipWith(clusterings, refitted, (labels, others) =>
      adjustedRandIndex(
        over.map((index) => itemAt(labels, index)),
        others,
      ),
    );
  });
  return clusterings.map((_, index) => agreements.reduce((sum, each) => sum + itemAt(each, index), 0) / RESAMPLES);
}

import type { Random } from '../../statistics/random.ts';
import { adjustedRand } from './adjusted-rand.ts';

const RESAMPLES = 10;

/**
 * How far clusterings stay the same when other customers had been seen: the mean adjusted Rand index between them and
 * those of bootstrap resamples.
 * @param clusterings labels of the same points, one list each
 * @param refit clusters anew the points that a resample drew (indices, some repeated): for each clustering labels of
 *   the points in `over`
 * @see Hennig (2007), Cluster-wise assessment of cluster stability, section 3; Fang & Wang (2012), Selection of the
 *   number of clusters via the bootstrap method
 */
export function stabilities(
  clusterings: readonly (readonly number[])[],
  refit: (drawn: readonly number[]) => { over: readonly number[]; clusterings: readonly (readonly number[])[] },
  { drawnPoints, random }: { drawnPoints: number; random: Random },
): number[] {
  const count = clusterings[0]?.length ?? 0;
  const sums = clusterings.map(() => 0);
  for (let resample = 0; resample < RESAMPLES; resample++) {
    const refitted = refit(Array.from({ length: drawnPoints }, () => Math.floor(random() * count)));
    for (const [at, labels] of clusterings.entries()) {
      const seen = refitted.over.map((index) => labels[index] as number);
      sums[at] = (sums[at] as number) + adjustedRand(seen, refitted.clusterings[at] ?? []);
    }
  }
  return sums.map((sum) => sum / RESAMPLES);
}

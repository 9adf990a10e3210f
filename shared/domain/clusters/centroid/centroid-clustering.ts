import type { Random } from '../../statistics/random.ts';
import { type Distances, distancesOf } from '../geometry/distances.ts';
import { centroidsOf, distinctCount, inertiaOf, labelsOf, membersOf, type Point } from '../geometry/points.ts';
import { calinskiHarabasz } from '../validity/calinski-harabasz.ts';
import { type Judged, judged, type Limits } from '../validity/choice-of-k.ts';
import { daviesBouldin } from '../validity/davies-bouldin.ts';
import { silhouetteScore } from '../validity/silhouette.ts';
import { stabilities } from '../validity/stability.ts';
import { silhouettesByChance } from './chance-silhouette.ts';
import { kMeans, lloyd } from './k-means.ts';
import { wardLabels } from './ward.ts';

export interface Candidate extends Judged {
  centroids: number[][];
  labels: number[];
}

export interface CentroidOptions extends Limits {
  minK: number;
  maxK: number;
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
 * Clusters around centroids for every k, judged.
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
  return judged(measured, options);
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

import type { ClusterModel } from '../model/cluster-model.ts';
import type { Clustering } from '../selection/choose-clustering.ts';

/**
 * Converts the figures behind a choice to the form stored in the model. Null replaces values that are not finite.
 * @example
 * clusterFigures({ candidates: [], density: null, centroidValidity: null }) // => { candidates: [], density: null }
 */
export function clusterFigures({
  candidates,
  density,
  centroidValidity,
}: Clustering): Pick<ClusterModel, 'candidates' | 'density'> {
  return {
    candidates: candidates.map((candidate) => ({
      k: candidate.k,
      inertia: candidate.inertia,
      silhouette: finite(candidate.silhouette),
      silhouette_by_chance: finite(candidate.silhouetteByChance),
      calinski_harabasz: finite(candidate.calinskiHarabasz),
      davies_bouldin: finite(candidate.daviesBouldin),
      smallest_share: candidate.smallestShare,
      stability: candidate.stability,
      misses: candidate.misses,
      mean_rank: candidate.meanRank,
    })),
    density: density && {
      k: density.k,
      noise_share: density.noiseShare,
      validity: finite(density.validity),
      validity_of_k_means: centroidValidity,
      stability: density.stability,
      misses: density.misses,
    },
  };
}

const finite = (value: number) => (Number.isFinite(value) ? value : null);

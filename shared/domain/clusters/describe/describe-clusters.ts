import { itemAt, zipWith } from '../../collections/indexing.ts';
import type { Label } from '../../features/feature.ts';
import { NOISE } from '../density/density-clustering.ts';
import { type Scale, scaleValue, unscaleValue } from '../geometry/scaling.ts';
import type { ClusterModel } from '../model/cluster-model.ts';
import { nameClusters, noClearClusters, outsideClusters } from './cluster-names.ts';
import { type FeatureProfile, profileClusters } from './cluster-profile.ts';
import { explainClusters } from './cluster-rules.ts';

/** A cluster, or the customers outside all clusters: number, indices of its customers, and their scaled mean. */
interface Group {
  cluster: number;
  members: readonly number[];
  centroid: number[];
}

/**
 * Describes each group by a profile, a name and rules.
 * @param groups groups; the customers outside all clusters come last
 * @param rows raw values in the order of the scales; null for unknown values
 * @example
 * const scales = [{ feature: 'orders', log: false, center: 5, spread: 4, unknown: 0 }];
 * const groups = [{ cluster: 4, members: [1], centroid: [1] }, { cluster: 7, members: [0], centroid: [-1] }];
 * const described = describeClusters(groups, [[1], [9]], scales);
 * described.groups.map(({ cluster, name, rules }) => [cluster, name.en, rules[0].en])
 * // => [[4, 'frequent', 'orders > 5'], [7, 'infrequent', 'orders ≤ 5']]
 */
export function describeClusters(
  groups: readonly Group[],
  rows: readonly (readonly (number | null)[])[],
  scales: readonly Scale[],
): Pick<ClusterModel, 'groups' | 'rules_accuracy'> {
  const columns = scales.map((scale, column) => {
    const raw = rows.map((row) => row[column] ?? null);
    return { feature: scale.feature, raw, scaled: raw.map((value) => scaleValue(value, scale)) };
  });
  const profiles = profileClusters(
    columns,
    groups.map(({ members }) => members),
  );
  const names = nameGroups(groups, profiles);
  const explanation = explainClusters(
    rows.map((row) => scales.map((scale, column) => row[column] ?? unscaleValue(scale.unknown, scale))),
    clusterNumbers(groups, rows.length),
    scales.map(({ feature }) => feature),
  );
  return {
    rules_accuracy: explanation.accuracy,
    groups: zipWith(groups, names, ({ cluster, members, centroid }, name, index) => ({
      cluster,
      name,
      share: members.length / rows.length,
      centroid,
      profile: itemAt(profiles, index),
      ...(explanation.clusters.get(cluster) ?? { rules: [], precision: null, recall: 0 }),
    })),
  };
}

function clusterNumbers(groups: readonly Group[], count: number): number[] {
  const clusters = new Array<number>(count).fill(NOISE);
  for (const { cluster, members } of groups) for (const index of members) clusters[index] = cluster;
  return clusters;
}

function nameGroups(groups: readonly Group[], profiles: readonly FeatureProfile[][]): Label[] {
  const clusters = profiles.filter((_, index) => groups[index]?.cluster !== NOISE);
  const names =
    clusters.length > 1
      ? nameClusters(
          clusters.map((profile) => profile.map(({ deviation }) => deviation)),
          (clusters[0] ?? []).map(({ feature }) => feature),
        )
      : [noClearClusters];
  return [...names, outsideClusters].slice(0, groups.length);
}

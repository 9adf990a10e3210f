import type { Label } from '../../features/feature.ts';
import { NOISE } from '../density/density-clustering.ts';
import { type Scale, scaled, unscaled } from '../geometry/scaling.ts';
import type { ClusterModel } from '../model/cluster-model.ts';
import { nameClusters, noClearClusters, outsideClusters } from './cluster-names.ts';
import { type FeatureProfile, profilesOf } from './cluster-profile.ts';
import { explainClusters } from './cluster-rules.ts';

/** One cluster, or the customers outside all: its number, its customers (indices) and their mean on the scales. */
interface Group {
  cluster: number;
  members: readonly number[];
  centroid: number[];
}

/**
 * Says of each group what sets it apart, what to call it and why customers are in it.
 * @param groups customers outside all clusters last
 * @param rows raw values in the order of the scales; null where a value is not known
 */
export function describeClusters(
  groups: readonly Group[],
  rows: readonly (readonly (number | null)[])[],
  scales: readonly Scale[],
): Pick<ClusterModel, 'groups' | 'rules_accuracy'> {
  const columns = scales.map((scale, at) => {
    const raw = rows.map((row) => row[at] ?? null);
    return { feature: scale.feature, raw, scaled: raw.map((value) => scaled(value, scale)) };
  });
  const profiles = profilesOf(
    columns,
    groups.map(({ members }) => members),
  );
  const names = namesOf(groups, profiles);
  const explanation = explainClusters(
    rows.map((row) => scales.map((scale, at) => row[at] ?? unscaled(scale.unknown, scale))),
    clusterOfEach(groups, rows.length),
    scales.map(({ feature }) => feature),
  );
  return {
    rules_accuracy: explanation.accuracy,
    groups: groups.map(({ cluster, members, centroid }, at) => ({
      cluster,
      name: names[at] as Label,
      share: members.length / rows.length,
      centroid,
      profile: profiles[at] as FeatureProfile[],
      ...(explanation.clusters.get(cluster) ?? { rules: [], precision: null, recall: 0 }),
    })),
  };
}

function clusterOfEach(groups: readonly Group[], count: number): number[] {
  const clusters = new Array<number>(count).fill(NOISE);
  for (const { cluster, members } of groups) for (const index of members) clusters[index] = cluster;
  return clusters;
}

function namesOf(groups: readonly Group[], profiles: readonly FeatureProfile[][]): Label[] {
  const clusters = profiles.filter((_, at) => groups[at]?.cluster !== NOISE);
  const names =
    clusters.length > 1
      ? nameClusters(
          clusters.map((profile) => profile.map(({ deviation }) => deviation)),
          (clusters[0] ?? []).map(({ feature }) => feature),
        )
      : [noClearClusters];
  return [...names, outsideClusters].slice(0, groups.length);
}

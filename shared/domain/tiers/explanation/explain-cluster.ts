import type { Facts } from '../../classification/rules.ts';
import { namesByCluster } from '../../clusters/describe/cluster-names.ts';
import type { ClusterModel } from '../../clusters/model/cluster-model.ts';

/** Returns a customer's cluster with its describing rules and whether the customer meets each; null without a cluster. */
export function explainCluster(facts: Facts, { groups }: ClusterModel) {
  const { cluster } = facts;
  if (typeof cluster !== 'number') return null;
  const name = namesByCluster(groups).get(cluster);
  const rules = groups.find((group) => group.cluster === cluster)?.rules ?? [];
  return {
    cluster,
    name_en: name?.en ?? '',
    name_zh: name?.zh ?? '',
    rules: rules.map(({ conditions, ...rule }) => ({
      ...rule,
      is_met: conditions.every(({ feature, above, up_to }) => {
        const value = facts[feature];
        return typeof value === 'number' && value > (above ?? -Infinity) && value <= (up_to ?? Infinity);
      }),
    })),
  };
}

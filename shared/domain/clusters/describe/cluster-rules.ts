import { itemAt } from '../../collections/indexing.ts';
import { type ClusterFeature, clusterFeatures } from '../../features/cluster-features.ts';
import { growTree, predictLabel, type Tree } from './decision-tree.ts';

/** A range of a feature; null for an open end. */
export interface Condition {
  feature: ClusterFeature;
  above: number | null;
  up_to: number | null;
}

/** A rule that describes members of a cluster. */
export interface Rule {
  conditions: Condition[];
  en: string;
  zh: string;
  /** Share of the customers meeting the conditions who are in the cluster. */
  precision: number;
  /** Share of the cluster's customers who meet the conditions. */
  recall: number;
}

export interface Explanation {
  /** Share of all customers that the rules assign to the right cluster. */
  accuracy: number;
  clusters: Map<number, { rules: Rule[]; precision: number | null; recall: number }>;
}

/** Rows to which the tree is fitted; its rules are evaluated on all rows. */
const MAX_FITTED_ROWS = 5000;
const MAX_DEPTH = 4;
const MIN_SHARE = 0.01;

/**
 * Explains clusters by rules in original units: the leaves of a small decision tree.
 * @param rows raw values in the order of `features`; the rows are in random order
 * @param labels whole numbers, one per row
 * @example
 * const { accuracy, clusters } = explainClusters([[1], [2], [41], [52]], [7, 7, 9, 9], ['orders']);
 * [accuracy, clusters.get(9).rules[0].en] // => [1, 'orders > 20']
 */
export function explainClusters(
  rows: readonly (readonly number[])[],
  labels: readonly number[],
  features: readonly ClusterFeature[],
): Explanation {
  const fittedRows = rows.slice(0, MAX_FITTED_ROWS);
  const limits = { maxDepth: MAX_DEPTH, minRows: Math.max(1, Math.ceil(MIN_SHARE * fittedRows.length)) };
  const tree = growTree(fittedRows, labels.slice(0, MAX_FITTED_ROWS), limits);
  const predicted = rows.map((row) => predictLabel(tree, row));
  const leaves = collectLeaves(tree, []);
  const clusters = [...new Set(labels)].map((cluster) => {
    const inCluster = (index: number) => labels[index] === cluster;
    const rules = leaves
      .filter(({ label }) => label === cluster)
      .map(({ bounds }) => describeRule(mergeBounds(bounds, features), rows, features, inCluster))
      .toSorted((a, b) => b.recall - a.recall);
    const { precision, recall } = precisionAndRecall(rows.length, (index) => predicted[index] === cluster, inCluster);
    return [cluster, { rules, precision: rules.length > 0 ? precision : null, recall }] as const;
  });
  const right = predicted.filter((label, index) => label === labels[index]).length;
  return { accuracy: right / rows.length, clusters: new Map(clusters) };
}

interface Bound {
  column: number;
  threshold: number;
  isAbove: boolean;
}

/** Returns every leaf of the tree with the bounds that lead to it. */
function collectLeaves(tree: Tree, bounds: readonly Bound[]): { label: number; bounds: readonly Bound[] }[] {
  if ('label' in tree) return [{ label: tree.label, bounds }];
  const { column, threshold } = tree;
  return [
    ...collectLeaves(tree.upTo, [...bounds, { column, threshold, isAbove: false }]),
    ...collectLeaves(tree.above, [...bounds, { column, threshold, isAbove: true }]),
  ];
}

/** Merges the bounds of each feature. Deeper bounds are tighter. */
function mergeBounds(bounds: readonly Bound[], features: readonly ClusterFeature[]): Condition[] {
  return features.flatMap((feature, column) => {
    const featureBounds = bounds.filter((bound) => bound.column === column);
    const above = featureBounds.findLast(({ isAbove }) => isAbove)?.threshold ?? null;
    const up_to = featureBounds.findLast(({ isAbove }) => !isAbove)?.threshold ?? null;
    return featureBounds.length > 0 ? [{ feature, above, up_to }] : [];
  });
}

function describeRule(
  conditions: Condition[],
  rows: readonly (readonly number[])[],
  features: readonly ClusterFeature[],
  inCluster: (index: number) => boolean,
): Rule {
  const isMet = (index: number) =>
    conditions.every(({ feature, above, up_to }) => {
      const value = itemAt(itemAt(rows, index), features.indexOf(feature));
      return value > (above ?? -Infinity) && value <= (up_to ?? Infinity);
    });
  return {
    conditions,
    en: conditions.map((condition) => conditionText(condition, 'en')).join(' and ') || 'everyone',
    zh: conditions.map((condition) => conditionText(condition, 'zh')).join('，且') || '所有客户',
    ...precisionAndRecall(rows.length, isMet, inCluster),
  };
}

function conditionText({ feature, above, up_to }: Condition, language: 'en' | 'zh'): string {
  const name = clusterFeatures[feature][language];
  if (above === null) return `${name} ≤ ${up_to}`;
  return up_to === null ? `${name} > ${above}` : `${above} < ${name} ≤ ${up_to}`;
}

function precisionAndRecall(count: number, isFound: (index: number) => boolean, inCluster: (index: number) => boolean) {
  let [found, inside, both] = [0, 0, 0];
  for (let index = 0; index < count; index++) {
    if (isFound(index)) found++;
    if (inCluster(index)) inside++;
    if (isFound(index) && inCluster(index)) both++;
  }
  return { precision: both / Math.max(found, 1), recall: both / Math.max(inside, 1) };
}

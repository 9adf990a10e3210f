import { itemAt } from '../../collections/indexing.ts';
import { type ClusterFeature, clusterFeatures } from '../../features/cluster-features.ts';
import { growTree, predictLabel, type Tree } from './decision-tree.ts';

/** A feature lies above one value, up to another, or both; null has no bound. */
export interface Condition {
  feature: ClusterFeature;
  above: number | null;
  up_to: number | null;
}

/** One way of belonging to a cluster. */
export interface Rule {
  conditions: Condition[];
  en: string;
  zh: string;
  /** Share of the customers that meet the conditions who are in the cluster. */
  precision: number;
  /** Share of the cluster's customers who meet the conditions. */
  recall: number;
}

export interface Explanation {
  /** Share of all customers that the rules assign to their cluster. */
  accuracy: number;
  clusters: Map<number, { rules: Rule[]; precision: number | null; recall: number }>;
}

/** Rows that the tree is grown from; its rules are measured on all. */
const GROWN_FROM = 5000;
const MAX_DEPTH = 4;
const MIN_SHARE = 0.01;

/**
 * Explains in original units why customers are in their clusters: a small decision tree, each leaf of it one rule.
 * @param rows raw values in the order of `features`, in an order that is unrelated to their values
 * @param labels whole numbers, one a row
 * @example
 * const { accuracy, clusters } = explainClusters([[1], [2], [41], [52]], [7, 7, 9, 9], ['orders']);
 * [accuracy, clusters.get(9).rules[0].en] // => [1, 'orders > 20']
 */
export function explainClusters(
  rows: readonly (readonly number[])[],
  labels: readonly number[],
  features: readonly ClusterFeature[],
): Explanation {
  const some = rows.slice(0, GROWN_FROM);
  const limits = { maxDepth: MAX_DEPTH, minRows: Math.max(1, Math.ceil(MIN_SHARE * some.length)) };
  const tree = growTree(some, labels.slice(0, GROWN_FROM), limits);
  const predicted = rows.map((row) => predictLabel(tree, row));
  const leaves = leavesOf(tree, []);
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

/** Every leaf of the tree with the bounds that lead there. */
function leavesOf(tree: Tree, bounds: readonly Bound[]): { label: number; bounds: readonly Bound[] }[] {
  if ('label' in tree) return [{ label: tree.label, bounds }];
  const { column, threshold } = tree;
  return [
    ...leavesOf(tree.upTo, [...bounds, { column, threshold, isAbove: false }]),
    ...leavesOf(tree.above, [...bounds, { column, threshold, isAbove: true }]),
  ];
}

/** Joins the bounds of each feature: the deeper ones are the tighter. */
function mergeBounds(bounds: readonly Bound[], features: readonly ClusterFeature[]): Condition[] {
  return features.flatMap((feature, column) => {
    const own = bounds.filter((bound) => bound.column === column);
    const above = own.findLast(({ isAbove }) => isAbove)?.threshold ?? null;
    const up_to = own.findLast(({ isAbove }) => !isAbove)?.threshold ?? null;
    return own.length > 0 ? [{ feature, above, up_to }] : [];
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

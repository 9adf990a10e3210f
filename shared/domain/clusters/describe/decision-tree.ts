import { itemAt, zipWith } from '../../collections/indexing.ts';

/** A node of the tree: a split, or a leaf with the most frequent label of its rows. */
export type Tree = { label: number } | { column: number; threshold: number; upTo: Tree; above: Tree };

/** A row of raw feature values with the index of its class. */
interface LabelledRow {
  values: readonly number[];
  label: number;
}

interface Split {
  column: number;
  threshold: number;
  impurity: number;
}

interface Limits {
  maxDepth: number;
  /** Smallest number of rows in a leaf. */
  minRows: number;
}

/**
 * Grows a small classification tree (CART). Each split reduces the Gini impurity most, at the roundest threshold between two
 * values. Branches that end in the same label are merged. (ml-cart has no minimum leaf size, and takes 2.2 s for 4,000 rows.)
 * @param rows raw feature values
 * @param labels whole numbers, one per row
 * @see Breiman, Friedman, Olshen & Stone (1984), Classification and regression trees, chapters 2 and 4
 * @example
 * growTree([[1], [2], [41], [52]], [7, 7, 9, 9], { maxDepth: 4, minRows: 1 })
 * // => { column: 0, threshold: 20, upTo: { label: 7 }, above: { label: 9 } }
 */
export function growTree(rows: readonly (readonly number[])[], labels: readonly number[], limits: Limits): Tree {
  // Classes are indexed by first occurrence, so that ties in a leaf do not depend on the numbers of labels.
  const distinctLabels = [...new Set(labels)];
  const classes = new Map(distinctLabels.map((label, index) => [label, index]));
  const withLabels = (tree: Tree): Tree =>
    'label' in tree
      ? { label: itemAt(distinctLabels, tree.label) }
      : { ...tree, upTo: withLabels(tree.upTo), above: withLabels(tree.above) };
  return withLabels(
    grow(
      zipWith(rows, labels, (values, label) => ({ values, label: classes.get(label) ?? 0 })),
      limits,
    ),
  );
}

/**
 * Predicts the label of a row.
 * @example
 * const tree = { column: 0, threshold: 20, upTo: { label: 7 }, above: { label: 9 } };
 * [predictLabel(tree, [20]), predictLabel(tree, [21])] // => [7, 9]
 */
export function predictLabel(tree: Tree, row: readonly number[]): number {
  if ('label' in tree) return tree.label;
  return predictLabel(itemAt(row, tree.column) > tree.threshold ? tree.above : tree.upTo, row);
}

function grow(rows: readonly LabelledRow[], limits: Limits): Tree {
  const counts = classCounts(rows);
  const impurity = giniImpurity(counts, rows.length);
  const leaf = { label: counts.indexOf(Math.max(...counts)) };
  if (limits.maxDepth === 0 || impurity === 0) return leaf;
  const columns = [...(rows[0]?.values ?? []).keys()];
  const [best] = columns
    .flatMap((column) => bestSplit(rows, column, limits.minRows))
    .toSorted((a, b) => a.impurity - b.impurity || a.column - b.column);
  if (!best || best.impurity >= impurity - 1e-9) return leaf;
  const { column, threshold } = best;
  const deeper = { ...limits, maxDepth: limits.maxDepth - 1 };
  const isAbove = ({ values }: LabelledRow) => itemAt(values, column) > threshold;
  const upTo = grow(
    rows.filter((row) => !isAbove(row)),
    deeper,
  );
  const above = grow(rows.filter(isAbove), deeper);
  return 'label' in upTo && 'label' in above && upTo.label === above.label ? upTo : { column, threshold, upTo, above };
}

/** Finds the split of a column with the smallest mean impurity; empty if every split leaves a side too small. */
function bestSplit(rows: readonly LabelledRow[], column: number, minRows: number): Split[] {
  const sorted = rows
    .map(({ values, label }) => ({ value: itemAt(values, column), label }))
    .sort((one, other) => one.value - other.value);
  const right = classCounts(rows);
  const left = right.map(() => 0);
  let best: Split | undefined;
  let previous: (typeof sorted)[number] | undefined;
  for (const [leftSize, next] of sorted.entries()) {
    if (previous) {
      left[previous.label] = (left[previous.label] ?? 0) + 1;
      right[previous.label] = (right[previous.label] ?? 0) - 1;
    }
    const rightSize = sorted.length - leftSize;
    if (previous && leftSize >= minRows && rightSize >= minRows && previous.value < next.value) {
      const impurity =
        (leftSize * giniImpurity(left, leftSize) + rightSize * giniImpurity(right, rightSize)) / sorted.length;
      if (!best || impurity < best.impurity) {
        best = { column, threshold: roundestBetween(previous.value, next.value), impurity };
      }
    }
    previous = next;
  }
  return best ? [best] : [];
}

/** Counts the rows of each class. */
function classCounts(rows: readonly LabelledRow[]): number[] {
  const counts: number[] = [];
  for (const { label } of rows) {
    while (counts.length <= label) counts.push(0);
    counts[label] = (counts[label] ?? 0) + 1;
  }
  return counts;
}

/** Computes the Gini impurity, 1 − Σ pᵢ²: the probability that two random rows have different labels. */
function giniImpurity(counts: readonly number[], count: number): number {
  let squares = 0;
  for (const each of counts) squares += each * each;
  return 1 - squares / (count * count);
}

/**
 * Returns the number in [low, high) with the fewest digits; among several, the one nearest to the middle.
 * @param high above `low`
 * @example
 * roundestBetween(27.31, 33.9) // => 30
 */
export function roundestBetween(low: number, high: number): number {
  const middle = (low + high) / 2;
  for (let power = Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high)))); power > -12; power--) {
    const candidates = [Math.round(middle / 10 ** power), Math.ceil(low / 10 ** power)];
    for (const steps of candidates) {
      const number = Number(`${steps}e${power}`);
      if (number >= low && number < high) return number;
    }
  }
  return low;
}

/** A question of the tree, or at its ends the label most rows there have. */
export type Tree = { label: number } | { column: number; threshold: number; upTo: Tree; above: Tree };

interface Split {
  column: number;
  /** How many of the rows in the order of the column's values lie up to the threshold. */
  at: number;
  threshold: number;
  impurity: number;
}

interface Limits {
  maxDepth: number;
  /** Rows that each end has at least. */
  minRows: number;
}

/**
 * A small classification tree: each question halves the rows where that lowers the Gini impurity most, at the roundest
 * number between two values. Branches that end in the same label are one. (The tree of ml-cart has no smallest leaf,
 * and takes 2.2 s for 4,000 rows.)
 * @param rows raw feature values
 * @param labels whole numbers
 * @see Breiman, Friedman, Olshen & Stone (1984), Classification and regression trees, chapters 2 and 4
 */
export function growTree(rows: readonly (readonly number[])[], labels: readonly number[], limits: Limits): Tree {
  // In the order of the rows: where as many rows of two labels end, the first wins, whatever numbers the labels are.
  const numbers = [...new Set(labels)];
  const classes = labels.map((label) => numbers.indexOf(label));
  const named = (tree: Tree): Tree =>
    'label' in tree
      ? { label: numbers[tree.label] as number }
      : { ...tree, upTo: named(tree.upTo), above: named(tree.above) };
  return named(grow(rows, classes, [...rows.keys()], limits));
}

/** The label the tree gives a row. */
export function classify(tree: Tree, row: readonly number[]): number {
  if ('label' in tree) return tree.label;
  return classify((row[tree.column] as number) > tree.threshold ? tree.above : tree.upTo, row);
}

function grow(rows: readonly (readonly number[])[], classes: readonly number[], some: number[], limits: Limits): Tree {
  const counts = countsOf(some, classes);
  const end = { label: counts.indexOf(Math.max(...counts)) };
  if (limits.maxDepth === 0 || impurityOf(counts, some.length) === 0) return end;
  const columns = [...(rows[0] ?? []).keys()];
  const [best] = columns
    .flatMap((column) => bestSplit(rows, classes, some, column, limits.minRows))
    .toSorted((a, b) => a.impurity - b.impurity || a.column - b.column);
  if (!best || best.impurity >= impurityOf(counts, some.length) - 1e-9) return end;
  const { column, threshold } = best;
  const deeper = { ...limits, maxDepth: limits.maxDepth - 1 };
  const isAbove = (index: number) => ((rows[index] as readonly number[])[column] as number) > threshold;
  const [upTo, above] = [some.filter((index) => !isAbove(index)), some.filter(isAbove)].map((part) =>
    grow(rows, classes, part, deeper),
  ) as [Tree, Tree];
  return 'label' in upTo && 'label' in above && upTo.label === above.label ? upTo : { column, threshold, upTo, above };
}

/** The split of a column with the smallest mean impurity of both sides; none where no side may be so small. */
function bestSplit(
  rows: readonly (readonly number[])[],
  classes: readonly number[],
  some: readonly number[],
  column: number,
  minRows: number,
): Split[] {
  const valueAt = (index: number) => (rows[index] as readonly number[])[column] as number;
  const sorted = some.toSorted((a, b) => valueAt(a) - valueAt(b));
  const right = countsOf(sorted, classes);
  const left = right.map(() => 0);
  let best: Split | undefined;
  for (let at = 1; at <= sorted.length - minRows; at++) {
    const moved = classes[sorted[at - 1] as number] as number;
    left[moved] = (left[moved] as number) + 1;
    right[moved] = (right[moved] as number) - 1;
    const [low, high] = [valueAt(sorted[at - 1] as number), valueAt(sorted[at] as number)];
    if (at < minRows || low === high) continue;
    const impurity =
      (at * impurityOf(left, at) + (sorted.length - at) * impurityOf(right, sorted.length - at)) / sorted.length;
    if (!best || impurity < best.impurity) best = { column, at, threshold: roundestBetween(low, high), impurity };
  }
  return best ? [best] : [];
}

function countsOf(some: readonly number[], classes: readonly number[]): number[] {
  const counts: number[] = [];
  for (const index of some) {
    const one = classes[index] as number;
    while (counts.length <= one) counts.push(0);
    counts[one] = (counts[one] as number) + 1;
  }
  return counts;
}

/** Gini impurity: how likely two rows drawn have different labels. */
function impurityOf(counts: readonly number[], count: number): number {
  let same = 0;
  for (const each of counts) same += each * each;
  return 1 - same / (count * count);
}

/**
 * The number with the fewest digits that is at least `low` and below `high`; of several the one nearest to the middle.
 * @example roundestBetween(27.31, 33.9) // 30
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

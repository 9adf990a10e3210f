import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  growTree,
  predictLabel,
  roundestBetween,
  type Tree,
} from '../../../../../shared/domain/clusters/describe/decision-tree.ts';
import { onlineRetail } from '../fixtures.ts';

const limits = { maxDepth: 4, minRows: 1 };

it('splits at the roundest number between two groups', () => {
  const tree = growTree([[3], [11.7], [58.2], [90]], [5, 5, 2, 2], limits);

  expect(tree).toEqual({ column: 0, threshold: 30, upTo: { label: 5 }, above: { label: 2 } });
});

it('splits on the column that separates the groups', () => {
  const rows = [
    [1, 9],
    [2, 1],
    [1, 8],
    [2, 2],
  ];
  expect(growTree(rows, [0, 1, 0, 1], limits)).toMatchObject({ column: 0, threshold: 1 });
});

it('is as accurate as DecisionTreeClassifier in scikit-learn 1.9.1 with the same limits on clusters of Online Retail', () => {
  const { rows, tree_labels, tree_accuracy } = onlineRetail;
  const tree = growTree(rows, tree_labels, { maxDepth: 4, minRows: 17 });
  const right = rows.filter((row, index) => predictLabel(tree, row) === tree_labels[index]).length;

  expect(right / rows.length).toBeGreaterThan(tree_accuracy - 0.005);
});

it('has no leaf with fewer rows than the minimum', () => {
  const rows = [[1], [2], [3], [4], [5]];
  const labels = [0, 1, 1, 1, 1];

  expect(growTree(rows, labels, { maxDepth: 4, minRows: 1 })).toMatchObject({ threshold: 1 });
  expect(growTree(rows, labels, { maxDepth: 4, minRows: 2 })).toMatchObject({ threshold: 2 });
  expect(growTree(rows, labels, { maxDepth: 4, minRows: 3 })).toEqual({ label: 1 });
});

it.each([
  ['one row', [[1]], [3], { label: 3 }],
  ['equal rows of two groups', [[1], [1], [1]], [2, 7, 7], { label: 7 }],
  ['one group', [[1], [2]], [4, 4], { label: 4 }],
])('does not split %s', (_, rows, labels, expected) => {
  expect(growTree(rows, labels, limits)).toEqual(expected);
});

it('separates any distinct rows when it may grow deep enough', () => {
  const row = fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 }));
  const rows = fc.uniqueArray(row, { minLength: 1, maxLength: 20, selector: (each) => each.join() });
  fc.assert(
    fc.property(rows, fc.infiniteStream(fc.integer({ min: -1, max: 3 })), (some, stream) => {
      const labels = some.map(() => stream.next().value as number);
      const tree = growTree(some, labels, { maxDepth: 40, minRows: 1 });
      // The tree stops where no single split helps (as with exclusive or), so some rows may stay together.
      const wrong = some.filter((each, index) => predictLabel(tree, each) !== labels[index]).length;
      expect(wrong).toBeLessThan(some.length);
    }),
  );
});

it.each([
  [2, 3, 2],
  [27.31, 33.9, 30],
  [110, 112.4, 110],
  [0, 0.4, 0],
  [-8.2, -3.1, -6],
  [99.99, 100.01, 100],
  [1234.5678, 1234.5679, 1234.5678],
])('the roundest number from %f to below %f is %f', (low, high, expected) => {
  expect(roundestBetween(low, high)).toBe(expected);
});

it('the roundest number is always within its bounds', () => {
  const value = fc.double({ min: -1e7, max: 1e7, noNaN: true });
  fc.assert(
    fc.property(value, value, (one, other) => {
      fc.pre(one !== other);
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      const found = roundestBetween(low, high);
      expect(found).toBeGreaterThanOrEqual(low);
      expect(found).toBeLessThan(high);
    }),
  );
});

it('grows the same tree however the groups are numbered, even with ties in a leaf', () => {
  const row = fc.record({ value: fc.integer({ min: 0, max: 3 }), group: fc.integer({ min: 0, max: 3 }) });
  const numbers = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 });
  const renumbered = (tree: Tree, names: readonly number[]): Tree =>
    'label' in tree
      ? { label: names[tree.label] as number }
      : { ...tree, upTo: renumbered(tree.upTo, names), above: renumbered(tree.above, names) };
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), numbers, (some, names) => {
      const rows = some.map(({ value }) => [value]);
      const groups = some.map(({ group }) => group);
      const others = groups.map((group) => names[group] as number);

      expect(growTree(rows, others, limits)).toEqual(renumbered(growTree(rows, groups, limits), names));
    }),
  );
});

import { at } from '../../collections/indexing.ts';

/**
 * Creates disjoint sets (union-find, with path halving) of the numbers 0 … count−1, each in its own set at first.
 * @see Tarjan & van Leeuwen (1984), Worst-case analysis of set union algorithms, section 2
 * @example
 * const sets = disjointSets(4);
 * const root = sets.union(0, 2);
 * [sets.find(0) === root, sets.find(2) === root, sets.find(1) === root] // => [true, true, false]
 */
export function disjointSets(count: number) {
  const parents = Float64Array.from({ length: count }, (_, index) => index);
  const parent = (index: number) => at(parents, index);

  function find(index: number): number {
    let node = index;
    while (parent(node) !== node) {
      parents[node] = parent(parent(node));
      node = parent(node);
    }
    return node;
  }

  return {
    /** Returns the representative of a number's set. */
    find,
    /** Merges the sets of two numbers. @returns the representative of the merged set */
    union(one: number, other: number): number {
      const root = find(other);
      parents[find(one)] = root;
      return root;
    },
  };
}

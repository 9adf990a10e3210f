import { at } from '../../collections/indexing.ts';

/**
 * Disjoint sets (union-find) of the numbers 0 … count−1, each alone at first, with path halving.
 * @see Tarjan & van Leeuwen (1984), Worst-case analysis of set union algorithms, section 2
 * @example
 * const sets = disjointSets(4);
 * const root = sets.union(0, 2);
 * [sets.find(0) === root, sets.find(2) === root, sets.find(1) === root] // => [true, true, false]
 */
export function disjointSets(count: number) {
  const parents = Float64Array.from({ length: count }, (_, index) => index);
  const parentOf = (index: number) => at(parents, index);

  function find(index: number): number {
    let node = index;
    while (parentOf(node) !== node) {
      parents[node] = parentOf(parentOf(node));
      node = parentOf(node);
    }
    return node;
  }

  return {
    /** The number that represents the set. */
    find,
    /** Unites the sets of two numbers. @returns the number that represents both */
    union(one: number, other: number): number {
      const root = find(other);
      parents[find(one)] = root;
      return root;
    },
  };
}

/** Sets of the numbers 0 … count−1, each alone at first, that can be united. */
export function disjointSets(count: number) {
  const parents = Int32Array.from({ length: count }, (_, index) => index);

  function rootOf(index: number): number {
    let at = index;
    for (let parent = parents[at] as number; parent !== at; parent = parents[at] as number) {
      parents[at] = parents[parent] as number;
      at = parents[at] as number;
    }
    return at;
  }

  return {
    /** The number that stands for the set. */
    rootOf,
    /** Unites the sets of two numbers. @returns the number that stands for both */
    unite(one: number, other: number): number {
      const root = rootOf(other);
      parents[rootOf(one)] = root;
      return root;
    },
  };
}

import { zipWith } from '../../collections/indexing.ts';

/**
 * Computes the adjusted Rand index of two clusterings of the same points, (index − expected) / (maximum − expected) with
 *
 *     index    = Σ C(nᵢⱼ, 2)
 *     expected = Σ C(nᵢ, 2) · Σ C(nⱼ, 2) / C(n, 2)
 *     maximum  = ½ (Σ C(nᵢ, 2) + Σ C(nⱼ, 2)),
 *
 * where nᵢⱼ points have label i in one and j in the other. It is 1 for equal clusterings, whatever their labels, and about 0
 * for unrelated ones.
 * @param one labels, any whole numbers
 * @param other equally many labels
 * @see Hubert & Arabie (1985), Comparing partitions, eq. 5
 * @example
 * adjustedRandIndex([0, 0, 1, 1], [7, 7, 3, 3]) // => 1
 * adjustedRandIndex([0, 0, 1, 1], [0, 0, 1, 2]) // => 0.571
 */
export function adjustedRandIndex(one: readonly number[], other: readonly number[]): number {
  if (one.length < 2) return 1;
  const index = countPairs(zipWith(one, other, (a, b) => `${a} ${b}`));
  const [pairsOfOne, pairsOfOther] = [countPairs(one), countPairs(other)];
  const expected = (pairsOfOne * pairsOfOther) / choose2(one.length);
  const maximum = (pairsOfOne + pairsOfOther) / 2;
  return maximum === expected ? 1 : (index - expected) / (maximum - expected);
}

/** Counts pairs of points with equal labels. */
function countPairs<Label>(labels: readonly Label[]): number {
  const counts = new Map<Label, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum + choose2(count), 0);
}

const choose2 = (n: number) => (n * (n - 1)) / 2;

/**
 * How far two clusterings of the same points agree, corrected for chance: 1 when they are the same up to the names of
 * clusters, about 0 when they have nothing to do with each other.
 * @param one whole labels, of any values
 * @see Hubert & Arabie (1985), Comparing partitions, eq. 5
 */
export function adjustedRand(one: readonly number[], other: readonly number[]): number {
  if (one.length < 2) return 1;
  const cells = countsOf(one.map((label, index) => `${label} ${other[index]}`));
  const together = pairsIn(cells);
  const [inOne, inOther] = [pairsIn(countsOf(one)), pairsIn(countsOf(other))];
  const expected = (inOne * inOther) / pairs(one.length);
  const most = (inOne + inOther) / 2;
  return most === expected ? 1 : (together - expected) / (most - expected);
}

function countsOf<Label>(labels: readonly Label[]): number[] {
  const counts = new Map<Label, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts.values()];
}

const pairs = (count: number) => (count * (count - 1)) / 2;
const pairsIn = (counts: readonly number[]) => counts.reduce((sum, count) => sum + pairs(count), 0);

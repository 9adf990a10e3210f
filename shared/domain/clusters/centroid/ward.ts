import { at } from '../../collections/indexing.ts';
import { disjointSets } from '../geometry/disjoint-sets.ts';
import type { Distances } from '../geometry/distances.ts';

interface Merge {
  a: number;
  b: number;
  height: number;
}

/**
 * Performs Ward's hierarchical clustering, cut at several k. Starting from single points, it repeatedly merges the two
 * clusters that increase the within-cluster sum of squares least. Uses nearest-neighbour chains, in O(n²) time and 8·n² bytes
 * besides the distances. (ml-hclust 4.0.0 takes 3 s for 1,000 points and 66 s for 2,000; this takes 0.1 and 0.4 s.)
 * @param ks none above the number of points
 * @returns for each k, the label 0 … k−1 of every point
 * @see Ward (1963), Hierarchical grouping to optimize an objective function; Murtagh (1983), A survey of recent advances
 *   in hierarchical clustering algorithms, section 3; Lance & Williams (1967) for the distance of a merged cluster
 * @example
 * wardLabels(pairwiseDistances([[0], [1], [5], [7]]), [2, 3]) // => [[0, 0, 1, 1], [0, 0, 1, 2]]
 */
export function wardLabels(distances: Distances, ks: readonly number[]): number[][] {
  const merges = wardMerges(distances).toSorted((one, other) => one.height - other.height);
  return ks.map((k) => labelsAfter(merges.slice(0, distances.count - k), distances.count));
}

/** Merges pairs of clusters that are each other's nearest neighbour, until one is left. */
function wardMerges({ count, between }: Distances): Merge[] {
  const squared = between.map((distance) => distance * distance);
  /** 0 for clusters that have been merged into another. */
  const sizes = new Float64Array(count).fill(1);
  const merges: Merge[] = [];
  const chain: number[] = [];
  for (let first = 0; merges.length < count - 1; ) {
    while (sizes[first] === 0) first++;
    const tip = chain.at(-1) ?? first;
    if (chain.length === 0) chain.push(tip);
    const previous = chain.at(-2) ?? -1;
    const next = nearestNeighbour(tip, previous, squared, sizes);
    if (next !== previous) {
      chain.push(next);
      continue;
    }
    chain.splice(-2);
    merges.push({ a: tip, b: next, height: at(squared, tip * count + next) });
    merge(tip, next, squared, sizes);
  }
  return merges;
}

/** Finds the cluster nearest to a cluster. On a tie, it prefers the previous one in the chain. */
function nearestNeighbour(cluster: number, previous: number, squared: Float64Array, sizes: Float64Array): number {
  const row = cluster * sizes.length;
  let best = previous;
  let smallest = previous < 0 ? Number.POSITIVE_INFINITY : at(squared, row + previous);
  for (let other = 0; other < sizes.length; other++) {
    const distance = at(squared, row + other);
    if (distance < smallest && other !== cluster && sizes[other] !== 0) [best, smallest] = [other, distance];
  }
  return best;
}

/**
 * Merges cluster i into j, in place. By Lance & Williams, with sizes n,
 *
 *     d²(ij, h) = ((nᵢ + nₕ) d²(i, h) + (nⱼ + nₕ) d²(j, h) − nₕ d²(i, j)) / (nᵢ + nⱼ + nₕ).
 */
function merge(i: number, j: number, squared: Float64Array, sizes: Float64Array): void {
  const count = sizes.length;
  const [nI, nJ] = [at(sizes, i), at(sizes, j)];
  const dIJ = at(squared, i * count + j);
  for (let h = 0; h < count; h++) {
    const nH = at(sizes, h);
    if (nH === 0 || h === i || h === j) continue;
    const dIH = at(squared, i * count + h);
    const dJH = at(squared, j * count + h);
    const merged = ((nI + nH) * dIH + (nJ + nH) * dJH - nH * dIJ) / (nI + nJ + nH);
    squared[j * count + h] = merged;
    squared[h * count + j] = merged;
  }
  sizes[i] = 0;
  sizes[j] = nI + nJ;
}

/** Returns labels after the given merges; clusters are numbered by their first point. */
function labelsAfter(merges: readonly Merge[], count: number): number[] {
  const sets = disjointSets(count);
  for (const { a, b } of merges) sets.union(a, b);
  const numbers = new Map<number, number>();
  return Array.from({ length: count }, (_, index) => {
    const root = sets.find(index);
    const number = numbers.get(root) ?? numbers.size;
    numbers.set(root, number);
    return number;
  });
}

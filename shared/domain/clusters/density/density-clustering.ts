import { at, itemAt } from '../../collections/indexing.ts';
import { disjointSets } from '../geometry/disjoint-sets.ts';
import type { Distances } from '../geometry/distances.ts';
import { type Edge, minimumSpanningTree } from './spanning-tree.ts';

export interface DensityClustering {
  /** 0 … k−1, or {@link NOISE}. */
  labels: number[];
  /** Of each cluster the longest step between neighbouring points that holds it together: its largest mutual reachability. */
  reaches: number[];
}

/** The label of points that are in no cluster. */
export const NOISE = -1;

/** One cluster of the condensed tree: it lives from the density at which its parent breaks until it breaks itself. */
interface Branch {
  parent?: Branch;
  children: Branch[];
  size: number;
  /** Sum over its points of the density (1 / distance) at which they leave it. */
  leaving: number;
  /** How long it lives: sum over its points of the density at which they leave minus that of its birth. */
  stability: number;
  /** The longest edge inside. */
  reach: number;
}

/** What the edges so far connect: a branch, or points that are still too few for one. */
interface Component {
  branch?: Branch;
  points: number[];
}

/**
 * HDBSCAN*: clusters are what stays connected over the widest range of densities. All points together are no cluster.
 * @param minPoints neighbours, the point itself included, within the radius that makes a point dense
 * @param minSize points that make a cluster
 * @see Campello, Moulavi, Zimek & Sander (2015), Hierarchical density estimates for data clustering, visualization, and
 *   outlier detection, sections 3 and 4 (stability: eq. 3, selection: eq. 5)
 * @example
 * const distances = pairwiseDistances([[0], [1], [2], [20], [21], [22], [90]]);
 * hdbscan(distances, { minPoints: 2, minSize: 3 }) // => { labels: [0, 0, 0, 1, 1, 1, -1], reaches: [1, 1] }
 */
export function hdbscan(
  distances: Distances,
  { minPoints, minSize }: { minPoints: number; minSize: number },
): DensityClustering {
  const { branches, branchOf } = condensedTree(distances.count, mutualReachabilityTree(distances, minPoints), minSize);
  const chosen = mostStableBranches(branches);
  const labels = branchOf.map((branch) => {
    for (let one = branch; one; one = one.parent) if (chosen.includes(one)) return chosen.indexOf(one);
    return NOISE;
  });
  return { labels, reaches: chosen.map(({ reach }) => reach) };
}

/** The spanning tree of max(core distance of a, core distance of b, distance), shortest edges first. */
function mutualReachabilityTree(distances: Distances, minPoints: number): Edge[] {
  const { count, between } = distances;
  const cores = coreDistances(distances, minPoints);
  const tree = minimumSpanningTree(count, (a, b) => Math.max(at(between, a * count + b), at(cores, a), at(cores, b)));
  return tree.sort((one, other) => one.weight - other.weight);
}

/**
 * Core distances: from each point to its `minPoints`-th neighbour, the point itself included.
 * @see Campello, Moulavi, Zimek & Sander (2015), definition 1
 * @example
 * coreDistances(pairwiseDistances([[0], [1], [5]]), 2) // => [1, 1, 4]
 */
export function coreDistances({ count, between }: Distances, minPoints: number): Float64Array {
  const nearest = new Float64Array(Math.min(minPoints, count));
  const last = nearest.length - 1;
  return Float64Array.from({ length: count }, (_, index) => {
    nearest.fill(Number.POSITIVE_INFINITY);
    for (let pair = index * count; pair < (index + 1) * count; pair++) {
      const distance = at(between, pair);
      if (distance >= at(nearest, last)) continue;
      let slot = last;
      for (; slot > 0 && at(nearest, slot - 1) > distance; slot--) nearest[slot] = at(nearest, slot - 1);
      nearest[slot] = distance;
    }
    return at(nearest, last);
  });
}

/**
 * Lets the points grow together along the tree and keeps what reaches `minSize`.
 * @returns branches, each after its children, and for each point the smallest branch that holds it
 */
function condensedTree(count: number, tree: readonly Edge[], minSize: number) {
  const branches: Branch[] = [];
  const branchOf = new Array<Branch | undefined>(count).fill(undefined);
  // Equal points would be infinitely dense: they count as dense as the nearest that differ.
  const shortest = tree.find(({ weight }) => weight > 0)?.weight ?? 1;

  function createBranch(children: Branch[], points: readonly number[], weight: number): Branch {
    const branch = { children, size: 0, leaving: 0, stability: 0, reach: weight };
    const density = 1 / Math.max(weight, shortest);
    for (const child of children) {
      child.parent = branch;
      child.stability = child.leaving - child.size * density;
      branch.size += child.size;
      branch.leaving += child.size * density;
    }
    branches.push(branch);
    return addPoints(branch, points, weight);
  }

  function addPoints(branch: Branch, points: readonly number[], weight: number): Branch {
    for (const point of points) branchOf[point] = branch;
    branch.size += points.length;
    branch.leaving += points.length / Math.max(weight, shortest);
    branch.reach = weight;
    return branch;
  }

  function joinComponents(one: Component, other: Component, weight: number): Component {
    if (one.branch && other.branch) return { branch: createBranch([one.branch, other.branch], [], weight), points: [] };
    const points = [...one.points, ...other.points];
    const branch = one.branch ?? other.branch;
    if (branch) return { branch: addPoints(branch, points, weight), points: [] };
    return points.length < minSize ? { points } : { branch: createBranch([], points, weight), points: [] };
  }

  const sets = disjointSets(count);
  const components: Component[] = Array.from({ length: count }, (_, index) => ({ points: [index] }));
  for (const { a, b, weight } of tree) {
    const [one, other] = [itemAt(components, sets.find(a)), itemAt(components, sets.find(b))];
    components[sets.union(a, b)] = joinComponents(one, other, weight);
  }
  return { branches, branchOf };
}

/** The branches below the root that are more stable than all they break into. */
function mostStableBranches(branches: readonly Branch[]): Branch[] {
  const below = new Map<Branch, { chosen: Branch[]; stability: number }>();
  for (const branch of branches) {
    const children = branch.children.map((child) => below.get(child)).filter((each) => each !== undefined);
    const stability = children.reduce((sum, child) => sum + child.stability, 0);
    const isBetter = branch.parent !== undefined && branch.stability >= stability;
    below.set(branch, {
      chosen: isBetter ? [branch] : children.flatMap(({ chosen }) => chosen),
      stability: isBetter ? branch.stability : stability,
    });
  }
  const root = branches.at(-1);
  return (root && below.get(root)?.chosen) ?? [];
}

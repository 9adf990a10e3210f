import { at, itemAt } from '../../collections/indexing.ts';
import { disjointSets } from '../geometry/disjoint-sets.ts';
import type { Distances } from '../geometry/distances.ts';
import { type Edge, minimumSpanningTree } from './spanning-tree.ts';

export interface DensityClustering {
  /** Cluster of each point, 0 … k−1 or {@link NOISE}. */
  labels: number[];
  /** For each cluster, the largest mutual reachability distance within it: the longest step between neighbouring points. */
  reaches: number[];
}

/** The label of points outside all clusters. */
export const NOISE = -1;

/** A cluster of the condensed tree. It exists from the density at which its parent splits to that at which it splits itself. */
interface Branch {
  parent?: Branch;
  children: Branch[];
  size: number;
  /** Sum of the densities (1 / distance) at which its points leave it. */
  exitDensity: number;
  /** Sum over its points of the density at which they leave, minus the density at which the branch appears. */
  stability: number;
  /** The longest edge within the branch. */
  reach: number;
}

/** A component connected by the edges so far: a branch, or points too few for one. */
interface Component {
  branch?: Branch;
  points: number[];
}

/**
 * Clusters by HDBSCAN*: clusters are the groups that stay connected over the widest range of densities. The set of all
 * points does not count as a cluster.
 * @param minPoints neighbours within the core distance, including the point itself
 * @param minSize smallest number of points in a cluster
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
  const { branches, branchByPoint } = condensedTree(
    distances.count,
    mutualReachabilityTree(distances, minPoints),
    minSize,
  );
  const chosen = mostStableBranches(branches);
  const labels = branchByPoint.map((branch) => {
    for (let ancestor = branch; ancestor; ancestor = ancestor.parent) {
      if (chosen.includes(ancestor)) return chosen.indexOf(ancestor);
    }
    return NOISE;
  });
  return { labels, reaches: chosen.map(({ reach }) => reach) };
}

/** Builds the minimum spanning tree of the mutual reachability, max(core distances of a and b, distance), sorted by length. */
function mutualReachabilityTree(distances: Distances, minPoints: number): Edge[] {
  const { count, between } = distances;
  const cores = coreDistances(distances, minPoints);
  const tree = minimumSpanningTree(count, (a, b) => Math.max(at(between, a * count + b), at(cores, a), at(cores, b)));
  return tree.sort((one, other) => one.weight - other.weight);
}

/**
 * Computes core distances: from each point to its `minPoints`-th neighbour, including the point itself.
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
 * Condenses the hierarchy along the spanning tree to branches of at least `minSize` points.
 * @returns branches, each after its children, and for each point the smallest branch that contains it
 */
function condensedTree(count: number, tree: readonly Edge[], minSize: number) {
  const branches: Branch[] = [];
  const branchByPoint = new Array<Branch | undefined>(count).fill(undefined);
  // Equal points would have infinite density, so they get that of the nearest distinct points.
  const shortest = tree.find(({ weight }) => weight > 0)?.weight ?? 1;

  function createBranch(children: Branch[], points: readonly number[], weight: number): Branch {
    const branch = { children, size: 0, exitDensity: 0, stability: 0, reach: weight };
    const density = 1 / Math.max(weight, shortest);
    for (const child of children) {
      child.parent = branch;
      child.stability = child.exitDensity - child.size * density;
      branch.size += child.size;
      branch.exitDensity += child.size * density;
    }
    branches.push(branch);
    return addPoints(branch, points, weight);
  }

  function addPoints(branch: Branch, points: readonly number[], weight: number): Branch {
    for (const point of points) branchByPoint[point] = branch;
    branch.size += points.length;
    branch.exitDensity += points.length / Math.max(weight, shortest);
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
  return { branches, branchByPoint };
}

/** Selects the branches below the root that are more stable than their descendants together. */
function mostStableBranches(branches: readonly Branch[]): Branch[] {
  const selections = new Map<Branch, { chosen: Branch[]; stability: number }>();
  for (const branch of branches) {
    const children = branch.children.map((child) => selections.get(child)).filter((each) => each !== undefined);
    const stability = children.reduce((sum, child) => sum + child.stability, 0);
    const isBetter = branch.parent !== undefined && branch.stability >= stability;
    selections.set(branch, {
      chosen: isBetter ? [branch] : children.flatMap(({ chosen }) => chosen),
      stability: isBetter ? branch.stability : stability,
    });
  }
  const root = branches.at(-1);
  return (root && selections.get(root)?.chosen) ?? [];
}

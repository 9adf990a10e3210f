import { at } from '../../collections/indexing.ts';
import type { Distances } from '../geometry/distances.ts';
import { groupByLabel } from '../geometry/points.ts';
import { minimumSpanningTree } from './spanning-tree.ts';

type Between = (a: number, b: number) => number;

/** A cluster reduced to its spanning tree. */
interface Skeleton {
  size: number;
  /** Points that are not leaves of the tree. */
  inner: number[];
  /** The longest edge between inner points. */
  sparseness: number;
}

const TIE = 1e-9;

/**
 * Computes the density-based validity of a clustering (DBCV): how much sparser the points are between clusters than within
 * them, whatever the shape of clusters. With DSC the density sparseness of a cluster and DSPC the density separation of two,
 *
 *     V(Cᵢ) = (minⱼ DSPC(Cᵢ, Cⱼ) − DSC(Cᵢ)) / max(minⱼ DSPC(Cᵢ, Cⱼ), DSC(Cᵢ)),   DBCV = Σ |Cᵢ| / n · V(Cᵢ).
 *
 * Noise lowers the value, because n includes it. DBCV is for dense clusters what the silhouette is for round ones.
 * @param labels 0 … k−1, or negative for noise
 * @param dimensions number of dimensions of the points
 * @returns −1 … 1; NaN with fewer than two clusters
 * @see Moulavi, Jaskowiak, Campello, Zimek & Sander (2014), Density-based clustering validation, definitions 1 to 8
 * @example
 * densityValidity(pairwiseDistances([[0], [1], [2], [20], [21], [22]]), [0, 0, 0, 1, 1, 1], 1) // => 0.933
 */
export function densityValidity(distances: Distances, labels: readonly number[], dimensions: number): number {
  const { count, between } = distances;
  const clusters = groupByLabel([...labels.keys()], labels).filter((members) => members.length > 0);
  if (clusters.length < 2) return Number.NaN;
  const distance: Between = (a, b) => at(between, a * count + b);
  const cores = new Float64Array(count);
  for (const members of clusters) setCores(cores, members, distances, dimensions);
  const reach: Between = (a, b) => Math.max(distance(a, b), at(cores, a), at(cores, b));

  const skeletons = clusters.map((members) => buildSkeleton(members, reach, distance));
  return skeletons.reduce((sum, skeleton) => {
    const separation = Math.min(
      ...skeletons.map((other) => (other === skeleton ? Infinity : gap(skeleton, other, reach))),
    );
    const larger = Math.max(separation, skeleton.sparseness);
    return larger > 0 ? sum + (skeleton.size / count) * ((separation - skeleton.sparseness) / larger) : sum;
  }, 0);
}

/** Sets the core distances of a cluster's points, in place: an average distance to its other points, dominated by the nearest. */
function setCores(cores: Float64Array, members: readonly number[], { count, between }: Distances, dimensions: number) {
  for (const point of members) {
    let densities = 0;
    for (const other of members) {
      const distance = at(between, point * count + other);
      if (distance > 0) densities += distance ** -dimensions;
    }
    cores[point] = densities > 0 ? (densities / (members.length - 1)) ** (-1 / dimensions) : 0;
  }
}

function buildSkeleton(members: readonly number[], reach: Between, distance: Between): Skeleton {
  const points = Float64Array.from(members);
  const edgeReach = ({ a, b }: { a: number; b: number }) => reach(at(points, a), at(points, b));
  // Many edges have the same length, the core distance of one point. Preferring the shorter Euclidean distance makes the
  // choice of inner points well defined.
  const edges = minimumSpanningTree(
    members.length,
    (a, b) => reach(at(points, a), at(points, b)) + TIE * distance(at(points, a), at(points, b)),
  );
  const degrees = new Float64Array(members.length);
  for (const { a, b } of edges) for (const end of [a, b]) degrees[end] = at(degrees, end) + 1;
  const isInner = (node: number) => at(degrees, node) > 1;
  const inner = members.filter((_, node) => isInner(node));
  const within = edges.filter(({ a, b }) => isInner(a) && isInner(b));
  return {
    size: members.length,
    inner: inner.length > 0 ? inner : [...members],
    sparseness: (within.length > 0 ? within : edges).reduce((longest, edge) => Math.max(longest, edgeReach(edge)), 0),
  };
}

function gap(one: Skeleton, other: Skeleton, reach: Between): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (const a of one.inner) for (const b of other.inner) smallest = Math.min(smallest, reach(a, b));
  return smallest;
}

import { at, itemAt } from '../../collections/indexing.ts';

/** An edge between two nodes. */
export interface Edge {
  a: number;
  b: number;
  weight: number;
}

/**
 * Computes the minimum spanning tree of a complete graph by Prim's algorithm, in O(n²).
 * @param weight weight of the edge between two of the nodes 0 … count−1
 * @returns count − 1 edges in the order in which they were reached
 * @see Prim (1957), Shortest connection networks and some generalizations
 * @example
 * const points = [0, 1, 5, 7];
 * const edges = minimumSpanningTree(4, (a, b) => Math.abs(points[a] - points[b]));
 * edges.map(({ a, b, weight }) => [a, b, weight]) // => [[0, 1, 1], [1, 2, 4], [2, 3, 2]]
 */
export function minimumSpanningTree(count: number, weight: (a: number, b: number) => number): Edge[] {
  /** For each node, the smallest weight of an edge to the tree; `reachedFrom` has the other end of that edge. */
  const weights = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const reachedFrom = new Int32Array(count);
  const isReached = new Uint8Array(count);
  const edges: Edge[] = [];
  for (let tip = 0; edges.length < count - 1; ) {
    isReached[tip] = 1;
    let next = -1;
    let smallest = Number.POSITIVE_INFINITY;
    for (let node = 0; node < count; node++) {
      if (isReached[node]) continue;
      const fromTip = weight(tip, node);
      if (fromTip < at(weights, node)) [weights[node], reachedFrom[node]] = [fromTip, tip];
      if (at(weights, node) < smallest || next < 0) [next, smallest] = [node, at(weights, node)];
    }
    edges.push({ a: itemAt(reachedFrom, next), b: next, weight: smallest });
    tip = next;
  }
  return edges;
}

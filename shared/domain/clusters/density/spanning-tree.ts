export interface Edge {
  a: number;
  b: number;
  weight: number;
}

/**
 * The minimum spanning tree of a complete graph, by Prim's algorithm in O(n²).
 * @param weightOf of the edge between two of the nodes 0 … count−1
 * @returns count − 1 edges in the order they were reached
 * @see Prim (1957), Shortest connection networks and some generalizations
 */
export function spanningTree(count: number, weightOf: (a: number, b: number) => number): Edge[] {
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
      const weight = weightOf(tip, node);
      if (weight < (weights[node] as number)) [weights[node], reachedFrom[node]] = [weight, tip];
      if ((weights[node] as number) < smallest || next < 0) [next, smallest] = [node, weights[node] as number];
    }
    edges.push({ a: reachedFrom[next] as number, b: next, weight: smallest });
    tip = next;
  }
  return edges;
}

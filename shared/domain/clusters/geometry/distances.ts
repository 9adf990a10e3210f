import { at, itemAt } from '../../collections/indexing.ts';
import { type Point, squaredDistance } from './points.ts';

/** Euclidean distances between n points: `between[i * count + j]`. Takes 8·n² bytes. */
export interface Distances {
  readonly count: number;
  readonly between: Float64Array;
}

/**
 * Computes the distances between all pairs of points.
 * @param points points of equal dimension
 * @example
 * pairwiseDistances([[0, 0], [3, 4]]).between // => [0, 5, 5, 0]
 */
export function pairwiseDistances(points: readonly Point[]): Distances {
  const count = points.length;
  const between = new Float64Array(count * count);
  // Indexed loops, because iterators take twice as long here.
  for (let i = 0; i < count; i++) {
    const point = itemAt(points, i);
    for (let j = i + 1; j < count; j++) {
      const distance = Math.sqrt(squaredDistance(point, points[j] ?? []));
      between[i * count + j] = distance;
      between[j * count + i] = distance;
    }
  }
  return { count, between };
}

/**
 * Selects the distances between some of the points.
 * @param chosen indices of the points, which may repeat
 * @example
 * selectDistances(pairwiseDistances([[0], [1], [5]]), [2, 0]).between // => [0, 5, 5, 0]
 */
export function selectDistances({ count, between }: Distances, chosen: readonly number[]): Distances {
  const selected = new Float64Array(chosen.length * chosen.length);
  let next = 0;
  for (const i of chosen) {
    const row = between.subarray(i * count, (i + 1) * count);
    for (const j of chosen) selected[next++] = at(row, j);
  }
  return { count: chosen.length, between: selected };
}

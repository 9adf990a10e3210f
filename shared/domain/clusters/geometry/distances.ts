import { type Point, squaredDistance } from './points.ts';

/** Euclidean distances between n points: `between[i * count + j]`. Takes 8·n² bytes. */
export interface Distances {
  readonly count: number;
  readonly between: Float64Array;
}

/** Measured once, read by everything that compares all pairs. */
export function distancesOf(points: readonly Point[]): Distances {
  const count = points.length;
  const between = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    const point = points[i] as Point;
    for (let j = i + 1; j < count; j++) {
      const distance = Math.sqrt(squaredDistance(point, points[j] as Point));
      between[i * count + j] = distance;
      between[j * count + i] = distance;
    }
  }
  return { count, between };
}

/** The distances among some of the points. @param chosen their indices, which may repeat */
export function distancesAmong({ count, between }: Distances, chosen: readonly number[]): Distances {
  const among = new Float64Array(chosen.length * chosen.length);
  let at = 0;
  for (const i of chosen) for (const j of chosen) among[at++] = between[i * count + j] as number;
  return { count: chosen.length, between: among };
}

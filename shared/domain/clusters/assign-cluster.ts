import { clusterOf } from './density/representatives.ts';
import { coordinatesOf } from './geometry/principal-components.ts';
import { scaled } from './geometry/scaling.ts';
import type { ClusterModel } from './model/cluster-model.ts';

/** Where a customer stands on the plane, and in which cluster. */
export interface Placed {
  cluster: number;
  coordinates: number[];
}

/**
 * Places a customer by the model.
 * @param row raw values in the order of the model's features; null where a value is not known
 */
export function placeOf(
  row: readonly (number | null)[],
  { features, places, plane }: Pick<ClusterModel, 'features' | 'places' | 'plane'>,
): Placed {
  const point = features.map((scale, at) => scaled(row[at] ?? null, scale));
  return { cluster: clusterOf(point, places), coordinates: coordinatesOf(point, plane.origin, plane.components) };
}

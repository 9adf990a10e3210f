import { nearestCluster } from './density/representatives.ts';
import { projectPoint } from './geometry/principal-components.ts';
import { scaleValue } from './geometry/scaling.ts';
import type { ClusterModel } from './model/cluster-model.ts';

/** A customer's cluster and coordinates on the plane. */
export interface ClusterAssignment {
  cluster: number;
  coordinates: number[];
}

/**
 * Assigns a customer to a cluster of the model.
 * @param row raw values in the order of the model's features; null for unknown values
 * @example
 * const features = [{ feature: 'orders', log: false, center: 3, spread: 2, unknown: 0 }];
 * const places = [{ cluster: 0, at: [2], reach: null }, { cluster: 1, at: [-1], reach: null }];
 * const plane = { origin: [1], components: [{ weights: [1], variance_share: 1 }] };
 * assignCluster([1], { features, places, plane }) // => { cluster: 1, coordinates: [-2] }
 */
export function assignCluster(
  row: readonly (number | null)[],
  { features, places, plane }: Pick<ClusterModel, 'features' | 'places' | 'plane'>,
): ClusterAssignment {
  const point = features.map((scale, index) => scaleValue(row[index] ?? null, scale));
  return { cluster: nearestCluster(point, places), coordinates: projectPoint(point, plane.origin, plane.components) };
}

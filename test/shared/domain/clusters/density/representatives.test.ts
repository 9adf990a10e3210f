import { expect, it } from 'vitest';
import { NOISE } from '../../../../../shared/domain/clusters/density/density-clustering.ts';
import {
  centroidRepresentatives,
  densityRepresentatives,
  nearestCluster,
} from '../../../../../shared/domain/clusters/density/representatives.ts';

it('chooses the first of equally near centroids', () => {
  expect(nearestCluster([0], centroidRepresentatives([[1], [-1]]))).toBe(0);
});

it('assigns points beyond the reach of a cluster to none', () => {
  const representatives = [{ cluster: 3, at: [0, 0], reach: 5 }];

  expect(nearestCluster([3, 4], representatives)).toBe(3);
  expect(nearestCluster([3, 4.01], representatives)).toBe(NOISE);
});

it('selects every point of a small cluster, with the longest step as reach', () => {
  expect(densityRepresentatives([[[0], [1]], [[8]]], [1, 2])).toEqual([
    { cluster: 0, at: [0], reach: 1 },
    { cluster: 0, at: [1], reach: 1 },
    { cluster: 1, at: [8], reach: 2 },
  ]);
});

it('selects evenly spread points of a large cluster, so that every point is within reach', () => {
  const row = Array.from({ length: 3000 }, (_, index) => [index / 10]);
  const square = Array.from({ length: 1000 }, (_, index) => [1000 + (index % 40), Math.floor(index / 40)]);
  const representatives = densityRepresentatives([row.map(([x = 0]) => [x, 0]), square], [0.1, 1]);

  expect(representatives.length).toBeLessThanOrEqual(258);
  expect(row.every(([x = 0]) => nearestCluster([x, 0], representatives) === 0)).toBe(true);
  expect(square.every((point) => nearestCluster(point, representatives) === 1)).toBe(true);
  expect(nearestCluster([600, 0], representatives)).toBe(NOISE);
});

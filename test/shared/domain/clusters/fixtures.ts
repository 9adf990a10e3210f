import { readFileSync } from 'node:fs';
import type { ClusteringOptions } from '../../../../shared/domain/clusters/selection/choose-clustering.ts';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../fixtures/clusters/${name}.json`, import.meta.url), 'utf8'));

interface MetricCase {
  what: string;
  points: number[][];
  labels: number[];
  truth: number[];
  silhouette: number;
  calinski_harabasz: number;
  davies_bouldin: number;
  adjusted_rand: number;
}

interface Shape {
  points: number[][];
  truth: number[];
  hdbscan: number[];
  ward: Record<string, number[]>;
  k_means: Record<string, number[]>;
  density_validity: Record<string, number>;
}

interface OnlineRetail {
  center: number[];
  spread: number[];
  inertia: Record<string, number>;
  tree_labels: number[];
  tree_accuracy: number;
  components: number[][];
  variance_shares: number[];
  rows: number[][];
}

/** Made by test/fixtures/clusters/make.py with scikit-learn 1.9.1. */
export const metricCases = Object.values(read('metrics')) as MetricCase[];
export const shapes = read('shapes') as Record<'two moons' | 'rings' | 'three blobs' | 'one Gaussian blob', Shape>;
export const onlineRetail = read('online-retail') as OnlineRetail;

/** Online Retail's customers as z-scores of ln(1 + value). */
export const onlineRetailPoints = onlineRetail.rows.map((row) =>
  row.map(
    (value, at) => (Math.log1p(Math.max(value, 0)) - (onlineRetail.center[at] ?? 0)) / (onlineRetail.spread[at] ?? 1),
  ),
);

/** The policy's defaults. */
export const options: ClusteringOptions = {
  algorithm: 'k-means',
  seed: 42,
  minK: 2,
  maxK: 10,
  minShare: 0.02,
  minSilhouette: 0.2,
  minGain: 0.03,
  minStability: 0.7,
  minPoints: 10,
  maxNoise: 0.5,
};

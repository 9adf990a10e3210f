import { describe, expect, it } from 'vitest';
import { assignCluster } from '../../../../shared/domain/clusters/assign-cluster.ts';
import { fitClusters } from '../../../../shared/domain/clusters/fit-clusters.ts';
import type { Scale } from '../../../../shared/domain/clusters/geometry/scaling.ts';
import { clusterModelSchema } from '../../../../shared/domain/clusters/model/cluster-model.ts';
import { type ClusterPolicy, clusterPolicySchema } from '../../../../shared/domain/clusters/model/cluster-policy.ts';
import { onlineRetail, onlineRetailPoints, shapes } from './fixtures.ts';

const policy = (options: object = {}): ClusterPolicy => clusterPolicySchema.parse(options);
const retailScales = (['recency_days', 'orders', 'monetary_total'] as const).map(
  (feature, at): Scale => ({
    feature,
    log: true,
    center: onlineRetail.center[at] ?? 0,
    spread: onlineRetail.spread[at] ?? 1,
    unknown: 0,
  }),
);
const retail = { rows: onlineRetail.rows, spend: onlineRetail.rows.map(([, , spend = 0]) => spend) };
const plain = (feature: Scale['feature']): Scale => ({ feature, log: false, center: 0, spread: 1, unknown: 0 });

/** The two moons, with their coordinates as recency and orders. */
const moons = { rows: shapes['two moons'].points, spend: shapes['two moons'].points.map(([x = 0]) => 100 - x) };
const moonScales = [plain('recency_days'), plain('orders')];
const moonPolicy = policy({ features: ['recency_days', 'orders'], log: false, scaling: 'none', algorithm: 'density' });

describe('for Online Retail', () => {
  const model = fitClusters(retail, retailScales, policy());
  const placed = retail.rows.map((row) => assignCluster(row, model));

  it('the model conforms to its schema and survives serialisation', () => {
    expect(clusterModelSchema.parse(JSON.parse(JSON.stringify(model)))).toEqual(model);
  });

  it('clusters are numbered by mean spend, highest first, and their shares sum to 1', () => {
    const spends = model.groups.map(({ profile }) => profile[2]?.mean ?? 0);

    expect(model.k).toBeGreaterThan(1);
    expect(model.groups.map(({ cluster }) => cluster)).toEqual(spends.map((_, at) => at));
    expect(spends).toEqual(spends.toSorted((a, b) => b - a));
    expect(model.groups.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  it('the profile of a cluster matches its customers', () => {
    const spends = retail.spend.filter((_, index) => placed[index]?.cluster === 0);
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const [, , profile] = model.groups[0]?.profile ?? [];

    expect(profile?.mean).toBeCloseTo(mean(spends), 9);
    expect(profile?.mean_ratio).toBeCloseTo(mean(spends) / mean(retail.spend), 9);
  });

  it('the rules assign most customers to the right cluster', () => {
    expect(model.rules_accuracy).toBeGreaterThan(0.9);
    for (const { rules, precision, recall } of model.groups) {
      expect(rules.length).toBeGreaterThan(0);
      expect(precision).toBeGreaterThan(0.8);
      // Every customer meets at most one rule, so the recalls of a cluster's rules sum to its own.
      expect(rules.reduce((sum, rule) => sum + rule.recall, 0)).toBeCloseTo(recall, 12);
    }
  });

  it('the precision and recall of a rule match a count by hand', () => {
    const [rule] = model.groups[0]?.rules ?? [];
    const names = retailScales.map(({ feature }) => feature);
    const meets = retail.rows.map((row) =>
      rule?.conditions.every(({ feature, above, up_to }) => {
        const value = row[names.indexOf(feature as 'orders')] ?? 0;
        return (above === null || value > above) && (up_to === null || value <= up_to);
      }),
    );
    const both = meets.filter((isMet, index) => isMet && placed[index]?.cluster === 0).length;

    expect(rule?.precision).toBeCloseTo(both / meets.filter(Boolean).length, 12);
    expect(rule?.recall).toBeCloseTo(both / placed.filter(({ cluster }) => cluster === 0).length, 12);
  });

  it('the plane equals that of PCA in scikit-learn 1.9.1, up to sign', () => {
    for (const [at, { weights, variance_share }] of model.plane.components.entries()) {
      const expected = onlineRetail.components[at] ?? [];
      const along = weights.reduce((sum, weight, index) => sum + weight * (expected[index] ?? 0), 0);
      expect(Math.abs(along)).toBeCloseTo(1, 9);
      expect(variance_share).toBeCloseTo(onlineRetail.variance_shares[at] ?? 0, 9);
    }
  });

  it('the coordinates of a customer on the plane are the scaled features times the weights', () => {
    const [point = []] = onlineRetailPoints;
    const [component] = model.plane.components;
    const x = point.reduce(
      (sum, value, at) => sum + (value - (model.plane.origin[at] ?? 0)) * (component?.weights[at] ?? 0),
      0,
    );

    expect(placed[0]?.coordinates[0]).toBeCloseTo(x, 12);
    expect(placed[0]?.coordinates).toHaveLength(2);
  });
});

describe('a second run', () => {
  const first = fitClusters(retail, retailScales, policy());
  const numberedTen: typeof first = {
    ...first,
    next_cluster: 20,
    groups: first.groups.map((group) => ({ ...group, cluster: group.cluster + 10 })),
  };

  it('keeps the numbers of the previous run, whatever its scales', () => {
    const wider = retailScales.map((scale) => ({ ...scale, center: scale.center + 0.1, spread: scale.spread * 1.1 }));
    const model = fitClusters(retail, wider, policy(), numberedTen);

    expect(model.groups.map(({ cluster }) => cluster)).toEqual(numberedTen.groups.map(({ cluster }) => cluster));
    expect(model.next_cluster).toBe(20);
    expect(new Set(model.places.map(({ cluster }) => cluster))).toEqual(
      new Set(model.groups.map(({ cluster }) => cluster)),
    );
  });

  it.each([
    [
      'features',
      retailScales.map((scale) => (scale.feature === 'orders' ? { ...scale, feature: 't' as const } : scale)),
      {},
    ],
    [
      'logarithm',
      retailScales.map((scale) => ({ ...scale, log: false, spread: 100 })),
      { log: false, scaling: 'z-score' },
    ],
    ['scaling', retailScales, { scaling: 'robust' }],
  ])('counts from 0 when the %s changed', (_, scales, changed) => {
    const model = fitClusters(retail, scales, policy({ ...changed, minGain: -2, minStability: -1 }), numberedTen);

    expect(Math.min(...model.groups.map(({ cluster }) => cluster))).toBe(0);
  });
});

describe('by density', () => {
  const rows = [...moons.rows, [9, 9]];
  const model = fitClusters({ rows, spend: [...moons.spend, 1e6] }, moonScales, moonPolicy);
  const placed = rows.map((row) => assignCluster(row, model));

  it('customers outside all clusters are a named group, listed last however much they spend', () => {
    expect(model.k).toBe(2);
    expect(model.groups.map(({ cluster }) => cluster)).toEqual([0, 1, -1]);
    expect(model.groups[2]).toMatchObject({ name: { en: 'outside the clusters', zh: '未成群' } });
    expect(placed.at(-1)?.cluster).toBe(-1);
  });

  it('the representatives in the model assign customers to the clusters that were found', () => {
    for (const { cluster, share } of model.groups) {
      expect(placed.filter((each) => each.cluster === cluster)).toHaveLength(Math.round(share * rows.length));
    }
  });
});

it('reports when there are no clear clusters', () => {
  const { points } = shapes['one Gaussian blob'];
  const model = fitClusters({ rows: points, spend: points.map(() => 1) }, moonScales, {
    ...moonPolicy,
    algorithm: 'auto',
  });

  expect(model).toMatchObject({ k: 1, next_cluster: 1, silhouette: null, rules_accuracy: 1 });
  expect(model.groups).toMatchObject([
    {
      cluster: 0,
      name: { en: 'no clear clusters', zh: '无明显分群' },
      share: 1,
      rules: [{ en: 'everyone', zh: '所有客户' }],
    },
  ]);
  expect(model.density?.misses).not.toEqual([]);
  for (const { misses } of model.candidates) expect(misses).not.toEqual([]);
});

it('replaces unknown values by the average, and leaves them out of the profile', () => {
  const rows = Array.from({ length: 60 }, (_, index) => [
    index % 2 ? 50 + (index % 7) : index % 7,
    index === 0 ? null : 4,
  ]);
  const scales = [plain('orders'), { ...plain('t'), unknown: 4 }];
  const model = fitClusters({ rows, spend: rows.map(([orders]) => orders ?? 0) }, scales, moonPolicy);
  const placed = rows.map((row) => assignCluster(row, model));

  expect(placed.map(({ cluster }) => cluster)).toEqual(rows.map((_, index) => (index % 2 ? 0 : 1)));
  for (const { profile } of model.groups) expect(profile[1]).toMatchObject({ mean: 4, median: 4 });
});

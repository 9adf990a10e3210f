import { afterEach, beforeEach, expect, it } from 'vitest';
import { runFiles } from '../../../../shared/domain/run/runs.ts';
import { NoOrdersError } from '../../../../shared/errors.ts';
import { buyer, buyerWithoutOrders, fiveBuyers, learn, manyBuyers, putFeatures } from '../../buyers.ts';
import { type Row, type Services, startServices } from '../../services.ts';

const RUN = '20260401T000000000Z-00000001';
const OTHER = '20260401T000000000Z-00000002';
const DAY = '2026-03-31';

let services: Services;
beforeEach(async () => {
  services = await startServices();
});
afterEach(() => services.close());

it('has cut points at the quantiles 0.2, 0.4, 0.6 and 0.8 of numpy 2.4.6 and pandas 3.1.1', async () => {
  const recency = [3, 10, 10, 25, 31, 47, 60, 88, 120, 365];
  const orders = [12, 7, 7, 5, 4, 3, 2, 2, 1, 1];
  const spend = [1250.5, 980, 640.25, 400, 399.99, 210, 150, 75.5, 20, 5];
  const buyers = recency.map((days, at) => buyer(`c${at}`, days, orders[at] ?? 0, spend[at] ?? 0));
  await putFeatures(services, RUN, DAY, [...buyers, buyerWithoutOrders('without')]);
  const { rfm } = await learn(services, RUN);
  const { cut_points: cuts } = rfm;

  // np.quantile(values, [.2, .4, .6, .8]) and pd.Series(values).quantile(...), which agree
  expect(cuts.recency_days.map(rounded)).toEqual([10, 28.6, 52.2, 94.4]);
  expect(cuts.orders.map(rounded)).toEqual([1.8, 2.6, 4.4, 7]);
  expect(cuts.monetary_total.map(rounded)).toEqual([64.4, 186, 399.994, 708.2]);
});

it('has means and percentiles of buyers only, and weights that sum to 1', async () => {
  const policy = { valueScore: { monetary_total: 2, orders: 1, recency_days: 1 } };
  await putFeatures(services, RUN, DAY, [...fiveBuyers, buyerWithoutOrders('without')], 1, policy);
  const model = await learn(services, RUN);

  expect(model).toMatchObject({ buyers: 5, as_of: DAY });
  expect(model.rfm.class_lines).toEqual({ recency_days: 3, orders: 3, monetary_total: 300 });
  expect([0, 20, 21, 100].map((p) => model.value_score.percentiles.monetary_total?.[p])).toEqual([100, 100, 200, 500]);
  expect(model.value_score.weights).toEqual({ monetary_total: 0.5, orders: 0.25, recency_days: 0.25 });
});

it('fits the same model for any bucket count and row order', async () => {
  const buyers = manyBuyers(150);
  const policy = { clusters: { sampleSize: 100, algorithm: 'auto' } };
  await putFeatures(services, RUN, DAY, buyers, 1, policy);
  await putFeatures(services, OTHER, DAY, buyers.toReversed(), 4, policy);
  const one = await learn(services, RUN);
  const four = await learn(services, OTHER);

  expect({ ...four, run_id: RUN, learnt_in: one.learnt_in }).toEqual(one);
  expect(one.clusters.fitted_on).toBe(100);
});

it('fits to the customers of whole buckets when all have more bytes than allowed, and says so', async () => {
  const buyers = manyBuyers(400);
  await putFeatures(services, RUN, DAY, buyers, 4);
  await putFeatures(
    services,
    OTHER,
    DAY,
    buyers.filter((_, index) => index % 4 < 2),
    2,
  );
  const bytes = (await services.lake.list(runFiles.allFeatures(RUN)))
    .slice(0, 2)
    .reduce((sum, file) => sum + file.bytes, 0);
  const sampled = await learn(services, RUN, { maxFittedBytes: bytes });
  const half = await learn(services, OTHER);

  expect(sampled.sample).toEqual({ buckets: 2, of_buckets: 4 });
  expect(half.sample).toBeNull();
  expect({ ...sampled, run_id: OTHER, learnt_in: half.learnt_in, sample: null }).toEqual(half);
});

it('fits to one bucket at least', async () => {
  await putFeatures(services, RUN, DAY, manyBuyers(60), 3);
  const { sample, buyers } = await learn(services, RUN, { maxFittedBytes: 1 });
  expect({ sample, buyers }).toEqual({ sample: { buckets: 1, of_buckets: 3 }, buyers: 20 });
});

const small = Array.from({ length: 10 }, (_, index) => buyer(`s${index}`, 300 + index, 1, 10 + index));
const large = Array.from({ length: 10 }, (_, index) => buyer(`l${index}`, 3 + (index % 3), 20, 2000 + index));

it('finds two distant groups, the one with more spend first', async () => {
  await putFeatures(services, RUN, DAY, [...small, ...large]);
  const { clusters } = await learn(services, RUN);

  expect(clusters).toMatchObject({ k: 2, fitted_on: 20 });
  expect(clusters.groups.map(({ name }) => name)).toEqual([
    { en: 'recent, frequent, high spend', zh: '近期高频高额' },
    { en: 'lapsed, infrequent, low spend', zh: '久未购低频低额' },
  ]);
});

it.each([
  ['one buyer', [buyer('a', 3, 2, 50)]],
  ['buyers who are all equal', ['a', 'b', 'c', 'd'].map((id) => buyer(id, 3, 2, 50))],
])('has one cluster for %s', async (_, buyers) => {
  await putFeatures(services, RUN, DAY, buyers);
  const { clusters, rfm } = await learn(services, RUN);

  expect(clusters).toMatchObject({ k: 1, inertia: 0, silhouette: null, candidates: [] });
  expect(clusters.features.map(({ spread }) => spread)).toEqual([1, 1, 1]);
  expect(rfm.cut_points.monetary_total).toEqual([50, 50, 50, 50]);
});

// Orders 1, 2, 3, 4, 10: mean 4, population deviation √10, quartiles 2, 3 and 4.
it.each([
  ['z-score', 4, Math.sqrt(10), 0],
  ['robust', 3, 2, 0.5],
  ['min-max', 1, 9, 1 / 3],
  ['none', 0, 1, 4],
])('measures center, spread and mean for scaling %s', async (scaling, center, spread, unknown) => {
  const buyers = [1, 2, 3, 4, 10].map((orders) => buyer(`c${orders}`, 5, orders, 100));
  await putFeatures(services, RUN, DAY, buyers, 2, { clusters: { features: ['orders'], scaling, log: false } });
  const [scale] = (await learn(services, RUN)).clusters.features;

  expect(scale).toMatchObject({ feature: 'orders', log: false });
  expect(scale?.center).toBeCloseTo(center, 12);
  expect(scale?.spread).toBeCloseTo(spread, 12);
  expect(scale?.unknown).toBeCloseTo(unknown, 12);
});

it('writes the sample for plotting', async () => {
  await putFeatures(services, RUN, DAY, [...small, ...large], 3);
  const { clusters } = await learn(services, RUN);
  const rows = await readCsv(services, runFiles.clusterPlot(RUN));

  expect(rows.map(({ customer_id }) => customer_id)).toEqual(
    [...small, ...large].map(({ customer_id }) => customer_id).toSorted(),
  );
  expect(
    rows.map(({ customer_id, cluster }) => `${customer_id[0]}${cluster}`).filter((each) => each === 'l0'),
  ).toHaveLength(10);
  expect(rows.reduce((sum, { x }) => sum + Number(x), 0)).toBeCloseTo(0, 9);
  expect(clusters.plane.components).toHaveLength(2);
});

it('keeps the cluster numbers of the visible run if their order by spend changes', async () => {
  const policy = { clusters: { features: ['recency_days', 'orders'], maxK: 2 } };
  await putFeatures(services, RUN, DAY, [...small, ...large], 1, policy);
  const first = await learn(services, RUN);
  await services.runs.makeCurrent(RUN);
  const swapped = [
    ...small.map((each) => ({ ...each, monetary_total: each.monetary_total * 1000 })),
    ...large.map((each) => ({ ...each, monetary_total: each.monetary_total / 1000 })),
  ];
  await putFeatures(services, OTHER, DAY, swapped, 1, policy);
  const second = await learn(services, OTHER);

  const told = ({ clusters }: typeof first) => clusters.groups.map(({ cluster, name }) => `${cluster} ${name.en}`);
  expect(told(first)).toEqual(['0 recent, frequent', '1 lapsed, infrequent']);
  expect(told(second)).toEqual(['1 lapsed, infrequent', '0 recent, frequent']);
});

it("finds new clusters if the visible run's model has an unknown format", async () => {
  await services.lake.putJson(runFiles.model(OTHER), { clusters: { centroids: [[1]] } });
  await putFeatures(services, OTHER, DAY, []);
  await services.runs.makeCurrent(OTHER);
  await putFeatures(services, RUN, DAY, [...small, ...large]);

  expect((await learn(services, RUN)).clusters.groups.map(({ cluster }) => cluster)).toEqual([0, 1]);
});

it.each([
  ['there is no customer', []],
  ['nobody ordered', [buyerWithoutOrders('a')]],
])('throws NoOrdersError with the date if %s', async (_, buyers) => {
  await putFeatures(services, RUN, DAY, buyers);

  const learning = learn(services, RUN);
  await expect(learning).rejects.toThrow(NoOrdersError);
  await expect(learning).rejects.toThrow(DAY);
});

const rounded = (value: number) => Number(value.toFixed(9));

const readCsv = (at: Services, key: string): Promise<Row[]> =>
  at.withDatabase(async (database) => {
    const file = `${database.directory}/rows.csv`;
    await at.lake.download(key, file);
    const rows: Row[] = [];
    for await (const chunk of database.chunks(`from read_csv('${file}', all_varchar = true)`)) rows.push(...chunk);
    return rows;
  });

it('splits the Chinese classes at medians, and the nine-grid at thirds, as numpy 2.4.6 computes them', async () => {
  const spend = [1250.5, 980, 640.25, 400, 399.99, 210, 150, 75.5, 20, 5];
  const buyers = spend.map((amount, at) => buyer(`c${at}`, at * at, 1 + at, amount));
  await putFeatures(services, RUN, DAY, buyers, 1, { rfm: { classSplit: 'median' } });
  const { rfm } = await learn(services, RUN);

  // np.median(values), np.quantile(values, [1/3, 2/3])
  expect(rfm.class_lines).toEqual({ recency_days: 20.5, orders: 5.5, monetary_total: 304.995 });
  expect(rfm.nine_grid.recency_days.map(rounded)).toEqual([9, 36]);
  expect(rfm.nine_grid.monetary_total.map(rounded)).toEqual([150, 400]);
});

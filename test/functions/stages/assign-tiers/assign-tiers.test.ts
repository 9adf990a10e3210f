import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nearestCluster } from '../../../../shared/domain/clusters/density/representatives.ts';
import { namesByCluster } from '../../../../shared/domain/clusters/describe/cluster-names.ts';
import { scaleValue } from '../../../../shared/domain/clusters/geometry/scaling.ts';
import { customerColumns } from '../../../../shared/domain/features/customer-columns.ts';
import { modelSchema } from '../../../../shared/domain/model.ts';
import { namedMap } from '../../../../shared/domain/rfm/named-maps.ts';
import { runFiles } from '../../../../shared/domain/run/runs.ts';
import { type Buyer, buyer, buyerWithoutOrders, byHand, fiveBuyers, manyBuyers, segment } from '../../buyers.ts';
import { typesOf } from '../../feature-columns.ts';
import { type Row, readParquet, type Services, startServices } from '../../services.ts';

const [FIRST, SECOND, THIRD] = ['1', '2', '3'].map((n) => `20260401T000000000Z-0000000${n}`) as [
  string,
  string,
  string,
];
const DAY = '2026-03-31';

let services: Services;
beforeEach(async () => {
  services = await startServices();
});
afterEach(() => services.close());

const column = (rows: Row[], name: string) => Object.fromEntries(rows.map((row) => [row.customer_id, row[name]]));
const sizes = (rows: Row[]) => {
  const counts: Record<string, number> = {};
  for (const { tier } of rows) counts[tier] = (counts[tier] ?? 0) + 1;
  return counts;
};

// Of five values the percentiles 0–20 are the smallest, 21–40 the next, …: middles 10, 30.5, 50.5, 70.5 and 90.5.
// Score = 0.5 · spend + 0.25 · orders + 0.25 · (100 − recency):
// a: 0.5 · 90.5 + 0.25 · 70.5 + 0.25 ·  9.5 = 65.25      b: 0.5 · 30.5 + 0.25 · 90.5 + 0.25 · 90   = 60.375
// c: 0.5 · 50.5 + 0.25 · 50.5 + 0.25 · 49.5 = 50.25      d: 0.5 · 70.5 + 0.25 · 10   + 0.25 · 69.5 = 55.125
// e: 0.5 · 10   + 0.25 · 30.5 + 0.25 · 29.5 = 20
describe('five customers calculated by hand', () => {
  let rows: Row[];
  beforeEach(async () => {
    rows = await segment(services, FIRST, DAY, fiveBuyers, 1, byHand);
  });

  it('have the registered columns with their types', async () => {
    const described = 'select column_name as name, column_type as type from (describe it)';
    const columns = await readParquet(services, runFiles.tiers(FIRST, 0), described);

    expect(typesOf(Object.fromEntries(columns.map(({ name, type }) => [name, { type }])))).toEqual(
      typesOf(customerColumns),
    );
    expect(columns.map(({ name }) => name)).toEqual(Object.keys(customerColumns));
  });

  it('have the value scores', () => {
    expect(column(rows, 'value_score')).toEqual({ a: 65.25, b: 60.375, c: 50.25, d: 55.125, e: 20 });
  });

  it('have value scores by the default weights: lifetime value 0.4, spend 0.3, orders and recency 0.15 each', async () => {
    const weighted = await segment(services, SECOND, DAY, fiveBuyers);

    // By lifetime value the order is d, a, c, b, e; so a: 0.3 · 90.5 + 0.15 · 70.5 + 0.15 · 9.5 + 0.4 · 70.5 = 67.35.
    const byValue = weighted.toSorted((one, other) => other.clv - one.clv).map(({ customer_id }) => customer_id);
    expect(byValue.join('')).toBe('dacbe');
    expect(column(weighted, 'value_score')).toMatchObject({ a: 67.35, d: 69.275 });
  });

  it('have R, F and M scores from 1 to 5, with 5 for recent', () => {
    expect(column(rows, 'rfm')).toEqual({ a: '145', b: '552', c: '333', d: '414', e: '221' });
  });

  it('have the segments and Chinese classes of these scores', () => {
    expect(column(rows, 'segment')).toEqual(
      Object.fromEntries(
        rows.map(({ customer_id, rfm }) => [
          customer_id,
          namedMap('codes', 5).find(({ codes }) => codes.includes(rfm))?.name,
        ]),
      ),
    );
    // The means are 3 days, 3 orders and 300; c equals them and exceeds none.
    const classes = { a: '重要保持', b: '一般价值', c: '一般挽留', d: '重要发展', e: '一般挽留' };
    expect(column(rows, 'segment_cn8')).toEqual(classes);
  });

  it('have reasons in English and Chinese', () => {
    const [, b, , , e] = rows;

    expect(e?.tier_reason).toBe(
      'Standard: value score 20.0 of 100 is below the Silver line of 55.1; spent 100.00 in 2 order(s), last purchase 4 day(s) before 2026-03-31',
    );
    expect(b?.tier_reason_zh).toBe(
      '银卡：价值分 60.4（满分 100）达到或高于分界线 55.1；5 笔订单共消费 200.00，最近一次购买在 2026-03-31 之前 1 天',
    );
  });
});

describe('shares of 5, 15 and 30 percent', () => {
  it('are exact if all scores differ', async () => {
    const buyers = Array.from({ length: 40 }, (_, index) => buyer(`c${index}`, 40 - index, index + 1, index + 1));

    expect(sizes(await segment(services, FIRST, DAY, buyers))).toEqual({ VIP: 2, gold: 6, silver: 12, standard: 20 });
  });

  it('are exceeded for ties, so that equal customers share a tier', async () => {
    // The top three of 40 are equal: all are VIP, and gold still ends after the eighth.
    const buyers = Array.from({ length: 40 }, (_, index) => {
      const value = Math.min(index, 37) + 1;
      return buyer(`c${index}`, 40 - value, value, value);
    });

    expect(sizes(await segment(services, FIRST, DAY, buyers))).toEqual({ VIP: 3, gold: 5, silver: 12, standard: 20 });
  });

  it('put a single buyer, and buyers who are all equal, into the highest tier', async () => {
    expect(sizes(await segment(services, FIRST, DAY, [buyer('a', 3, 2, 50)]))).toEqual({ VIP: 1 });
    const equal = ['a', 'b', 'c', 'd'].map((id) => buyer(id, 3, 2, 50));

    expect(sizes(await segment(services, SECOND, DAY, equal))).toEqual({ VIP: 4 });
  });
});

it('gives equal customers equal scores, segments and tiers', async () => {
  const twins = manyBuyers(20).flatMap((each) => [each, { ...each, customer_id: `${each.customer_id}-twin` }]);
  const rows = await segment(services, FIRST, DAY, twins);

  for (let at = 0; at < rows.length; at += 2) {
    const [one, other] = rows.slice(at, at + 2).map(({ customer_id, ...row }) => row);
    expect(other).toEqual(one);
  }
});

it('gives every customer exactly one tier, segment, cluster and reason in both languages', async () => {
  const customers: Buyer[] = [...manyBuyers(60), buyerWithoutOrders('without')];
  const rows = await segment(services, FIRST, DAY, customers, 3);
  const texts = ['tier', 'tier_reason', 'tier_reason_zh', 'segment', 'segment_zh', 'segment_cn8', 'nine_grid'];

  expect(rows.map((row) => row.customer_id)).toEqual(customers.map(({ customer_id }) => customer_id).toSorted());
  for (const row of rows) for (const name of texts) expect(row[name], `${name} of ${row.customer_id}`).toMatch(/./);
  expect(rows.filter((row) => row.cluster === null || row.rfm === null)).toMatchObject([{ customer_id: 'without' }]);
});

describe.each(['k-means', 'ward', 'density'])('clusters by %s', (algorithm) => {
  // Two rows of buyers by recency and orders, and one outlier.
  const customers = [
    ...Array.from({ length: 120 }, (_, index) => buyer(`a${index}`, index, 3, 100 + (index % 7))),
    ...Array.from({ length: 120 }, (_, index) => buyer(`b${index}`, index, 30, 100 + (index % 7))),
    buyer('alone', 3000, 900, 100),
  ];
  const options = {
    algorithm,
    features: ['recency_days', 'orders'],
    log: false,
    minGain: -1,
    maxK: 3,
    minShare: 0.002,
  };

  it('assign everyone as the pure function does, in the model and in SQL', async () => {
    const rows = await segment(services, FIRST, DAY, customers, 2, { clusters: options });
    const { clusters } = modelSchema.parse(await services.lake.getJson(runFiles.model(FIRST)));
    const names = namesByCluster(clusters.groups);

    expect(clusters.algorithm).toBe(algorithm);
    expect(clusters.k).toBeGreaterThan(1);
    for (const { cluster, cluster_name, cluster_name_zh, ...row } of rows) {
      const place = clusters.features.map((scale) => scaleValue(row[scale.feature], scale));
      expect(cluster).toBe(nearestCluster(place, clusters.places));
      expect({ en: cluster_name, zh: cluster_name_zh }).toEqual(names.get(cluster));
    }
  });
});

it('treats an unknown feature as average, not as 0', async () => {
  const rhythm = (id: string, days_between_mean: number | null) => ({ ...buyer(id, 5, 2, 100), days_between_mean });
  const customers = [
    ...Array.from({ length: 30 }, (_, at) => rhythm(`short${at}`, 1 + (at % 3))),
    ...Array.from({ length: 60 }, (_, at) => rhythm(`long${at}`, 200 + at)),
    rhythm('unknown', null),
  ];
  const clusters = { features: ['days_between_mean'], maxK: 2 };
  const rows = await segment(services, FIRST, DAY, customers, 2, { clusters });
  const clusterOfOne = (id: string) => rows.find(({ customer_id }) => customer_id === id)?.cluster;

  // Two thirds have long rhythms, and so does the mean of all; 0 would be among the short ones.
  expect(clusterOfOne('unknown')).toBe(clusterOfOne('long0'));
  expect(clusterOfOne('unknown')).not.toBe(clusterOfOne('short0'));
});

it('puts customers outside dense regions outside the clusters', async () => {
  const customers = [
    ...Array.from({ length: 120 }, (_, index) => buyer(`a${index}`, index, 3, 100)),
    ...Array.from({ length: 120 }, (_, index) => buyer(`b${index}`, index, 30, 100)),
    buyer('alone', 3000, 900, 100),
  ];
  const clusters = { algorithm: 'density', features: ['recency_days', 'orders'], log: false, scaling: 'none' };
  const rows = await segment(services, FIRST, DAY, customers, 2, { clusters });

  expect(rows.find(({ customer_id }) => customer_id === 'alone')).toMatchObject({
    cluster: -1,
    cluster_name: 'outside the clusters',
    cluster_name_zh: '未成群',
  });
  expect(new Set(rows.map(({ customer_id, cluster }) => `${customer_id[0]}${cluster}`)).size).toBe(3);
});

it('puts a customer without a purchase into the lowest tier, without scores', async () => {
  const [, , , , , without] = await segment(services, FIRST, DAY, [...fiveBuyers, buyerWithoutOrders('without')]);

  expect(without).toMatchObject({ tier: 'standard', value_score: 0, rfm: null, segment: 'No Purchase', cluster: null });
  expect(without?.tier_reason).toBe('Standard: no purchase counted up to 2026-03-31');
  expect(without?.tier_reason_zh).toBe('普通：截至 2026-03-31 没有计入的购买');
});

it('gives the same result for any bucket count and row order', async () => {
  const buyers = manyBuyers(120);
  const one = await segment(services, FIRST, DAY, buyers, 1);
  const five = await segment(services, SECOND, DAY, buyers.toReversed(), 5);

  expect(five).toEqual(one);
});

it('gives the same rows in the same order if a bucket is processed in slices', async () => {
  const buyers = manyBuyers(50);
  await segment(services, FIRST, DAY, buyers);
  await services.runs.makeCurrent(FIRST);
  const whole = await segment(services, SECOND, DAY, buyers);
  const sliced = await segment({ ...services, slice: 7 } as Services, THIRD, DAY, buyers);

  expect(sliced).toEqual(whole);
  expect(await idsInOrder(THIRD)).toEqual(await idsInOrder(SECOND));
});

async function idsInOrder(runId: string) {
  return (await readParquet(services, runFiles.tiers(runId, 0))).map(({ customer_id }) => customer_id);
}

it('keeps the date and the previous tier over three runs', async () => {
  // a and e swap in the second run; the third equals the second.
  const swapped = fiveBuyers.map((each) => ({
    ...each,
    customer_id: { a: 'e', e: 'a' }[each.customer_id] ?? each.customer_id,
  }));
  const held = (rows: Row[]) =>
    rows.map(
      ({ customer_id, tier, previous_tier, tier_since }) => `${customer_id} ${tier} ${previous_tier} ${tier_since}`,
    );
  const demotion = { runs: 1, steps: 'straight' };
  const atOnce = { ...byHand, movement: { demotion, protectNewDays: 0 } };
  const first = held(await segment(services, FIRST, '2026-03-31', fiveBuyers, 1, atOnce));
  await services.runs.makeCurrent(FIRST);
  const second = held(await segment(services, SECOND, '2026-04-30', swapped, 1, atOnce));
  await services.runs.makeCurrent(SECOND);
  const third = held(await segment(services, THIRD, '2026-05-31', swapped, 1, atOnce));

  expect([first[0], first[1]]).toEqual(['a VIP null 2026-03-31', 'b silver null 2026-03-31']);
  expect([second[0], second[1], second[4]]).toEqual([
    'a standard VIP 2026-04-30',
    'b silver null 2026-03-31',
    'e VIP standard 2026-04-30',
  ]);
  expect(third).toEqual(second);
});

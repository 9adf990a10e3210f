import type { Report } from '../../../shared/domain/report/report.ts';

const shares = (count: number) =>
  Array.from({ length: count }, (_, rank) => (count - rank) / ((count * (count + 1)) / 2));

interface Size {
  /** Number of tiers, with names of the given length. */
  tiers: number;
  longNames?: boolean;
  /** Multiplies all counts and amounts. */
  factor: number;
}

/** A report with every part, made up: numbers fit together only as far as pictures need it. */
export function fullReport({ tiers: count, longNames = false, factor }: Size): Report {
  const key = (rank: number) => `tier-${rank}`;
  const label = (rank: number) => ({
    en: longNames ? `The most valued members of circle number ${rank + 1}` : `Tier ${rank + 1}`,
    zh: longNames ? `最尊贵的第${rank + 1}圈层忠诚客户群体` : `等级${rank + 1}`,
  });
  const tiers = Array.from({ length: count }, (_, rank) => ({ key: key(rank), label: label(rank) }));
  const spend = shares(count);
  const customers = Math.round(1000 * factor);
  const sizes = spend.toReversed().map((share) => Math.max(5, Math.round(share * customers)));
  const figures = tiers.map((tier, rank) => ({
    ...tier,
    size: sizes[rank] ?? 5,
    spend: (spend[rank] ?? 0) * 250_000 * factor,
  }));
  const run = (as_of: string) => ({
    as_of,
    customers,
    tiers: figures.map((tier) => ({ key: tier.key, customers: tier.size })),
  });
  const days = ['2026-04-30', '2026-05-31', '2026-06-30', '2026-07-31', '2026-08-31', '2026-09-30'];
  const flowCells = figures.flatMap(({ key: from, size }, rank) => [
    { from, to: from, customers: Math.round(size * 0.8) },
    { from, to: key(Math.max(0, rank - 1)), customers: Math.round(size * 0.12) },
    { from, to: key(Math.min(count - 1, rank + 1)), customers: Math.round(size * 0.08) },
  ]);
  const months = Array.from(
    { length: 24 },
    (_, index) => `${2024 + Math.floor((index + 9) / 12)}-${String(((index + 9) % 12) + 1).padStart(2, '0')}`,
  );
  const outcome = { customers: 90, bought_share: 0.4 };
  const upload = {
    file: longNames ? 'the-export-of-all-orders-of-all-shops-since-the-beginning-of-time.csv.gz' : 'orders.csv',
    ...{ dataset: 'orders', status: 'cleaned', rows: 5000 * factor, kept: 4700 * factor },
    ...{
      duplicates: 100 * factor,
      filtered: 120 * factor,
      quarantined: 80 * factor,
      reasons: { bad_date: 80 * factor },
    },
    message: null,
    columns: [
      { column: 'customer_id', header: '客户编号', completeness: 0.97, validity: 1 },
      { column: 'amount', header: 'Betrag', completeness: 1, validity: 0.9 },
    ],
  };
  return {
    run_id: '20261001T030000000Z-00000001',
    as_of: '2026-09-30',
    written_at: '2026-10-01T03:10:00.000Z',
    currency: 'CNY',
    customers,
    totals: {
      buyers: customers,
      new_customers: 40 * factor,
      moved_customers: 200 * factor,
      monetary_total: 250_000 * factor,
      clv: 90_000 * factor,
    },
    verdict: {
      gate: {
        verdict: 'accepted',
        findings: [
          {
            check: 'future-share',
            dataset: 'orders',
            upload: 'u',
            value: 0.1,
            limit: 0.01,
            message: 'orders.csv: 500 rows are dated after the run',
          },
        ],
      },
      drift: { psi: { orders: 0.31, recency_days: 0.12, monetary_total: 0.02 }, worst: 'orders', verdict: 'refit' },
      frozen_since: '20260101T030000000Z-00000001',
      forecast: {
        cut: '2025-09-30',
        method: 'bg-nbd+gamma-gamma',
        predicted_orders: 5200 * factor,
        actual_orders: 5000 * factor,
        naive_orders: 9000 * factor,
      },
      no_forecast: null,
      rejected_uploads: 1,
    },
    tiers: figures.map(({ size, spend: amount, ...tier }, rank) => ({
      ...tier,
      customers: size,
      monetary_total: amount,
      customer_share: size / customers,
      spend_share: spend[rank] ?? 0,
    })),
    movement: {
      tiers,
      runs: days.map(run),
      flows: days.slice(1).map((to, index) => ({
        from_run: days[index] ?? '',
        to_run: to,
        cells: [
          ...flowCells,
          { from: null, to: key(count - 1), customers: 40 * factor },
          { from: key(count - 1), to: null, customers: 30 * factor },
        ].filter((cell) => cell.customers > 0),
        merged: { customers: 7, cells: 3 },
      })),
      causes: [
        { from: key(1), to: key(0), cause: 'behaviour changed', customers: 120 * factor },
        { from: key(0), to: key(1), cause: 'lines moved', customers: 80 * factor },
      ],
      merged_causes: { customers: 9, cells: 4 },
      policy_changes: 0,
    },
    outlook: {
      demotions: ['2026-11-01', '2026-12-01'].flatMap((on) =>
        figures.slice(1).map((tier, rank) => ({
          on,
          from: key(rank),
          to: tier.key,
          customers: Math.max(5, Math.round(tier.size / 20)),
        })),
      ),
      merged: null,
    },
    rfm: {
      bins: 5,
      buyers: customers,
      cells: [1, 2, 3, 4, 5].flatMap((r) =>
        [1, 2, 3, 4, 5].flatMap((f) =>
          r === 1 && f === 5
            ? []
            : [
                {
                  r,
                  f,
                  customers: Math.round((40 + 3 * r * f) * factor),
                  monetary_total: 1000 * r * f * factor,
                  segment: segmentAt(r, f),
                },
              ],
        ),
      ),
      merged: { customers: 6, cells: 2 },
      segments: ['Champions', 'Need Attention', 'Lost'].map((segment, index) => ({
        segment,
        label: { en: segment, zh: ['冠军客户', '需要关注的客户', '已流失客户'][index] ?? '' },
        customers: Math.round(300 * factor),
        monetary_total: (3 - index) * 60_000 * factor,
      })),
    },
    concentration: {
      curve: Array.from({ length: 21 }, (_, index) => ({ customers: index / 20, spend: 1 - (1 - index / 20) ** 3 })),
      gini: 0.5,
      groups: Array.from({ length: 10 }, (_, index) => ({
        customers: 0.1,
        spend: (1 - index / 10) ** 3 - (1 - (index + 1) / 10) ** 3,
      })),
    },
    service: {
      recent: { from: '2026-07-03', to: '2026-09-30' },
      year_ago: null,
      horizon_months: 12,
      tiers: figures.map(({ size, spend: amount, ...tier }) => ({
        ...tier,
        customers: size,
        budget: amount / 20,
        spend_recent: amount / 4,
        spend_year_ago: null,
        bought_since: 0.3,
        satisfaction: 82.5,
        clv: amount / 2,
      })),
    },
    uplift: {
      experiment: 'spring',
      since: '2026-08-31',
      tiers: figures.map(({ key: name, label: named }, rank) => ({
        key: name,
        label: named,
        treated: outcome,
        control: outcome,
        spend: rank === 1 ? null : { difference: 20 * factor, low: (rank - 2) * factor, high: 40 * factor },
        bought: rank === 1 ? null : { difference: 0.05, low: -0.02, high: 0.12 },
        reason: null,
      })),
    },
    no_uplift: null,
    lifetime_value: {
      horizon_months: 12,
      method: 'bg-nbd+gamma-gamma',
      tiers: figures.map(({ size, spend: amount, ...tier }) => {
        const mean = amount / size;
        return { ...tier, customers: size, mean, low: mean * 0.8, high: mean * 1.3 };
      }),
    },
    backtest: {
      cut: '2025-09-30',
      deciles: Array.from({ length: 10 }, (_, index) => {
        const orders = ((10 - index) * 100 * factor) / (1 + index);
        return {
          ...{
            customers: 100 * factor,
            predicted_orders: orders * 1.05,
            actual_orders: orders,
            naive_orders: orders * 1.9,
          },
          ...{ predicted_spend: orders * 50, actual_spend: orders * 48, naive_spend: orders * 90 },
        };
      }),
    },
    no_backtest: null,
    clusters: {
      ...{ algorithm: 'k-means', k: 3, silhouette: 0.41, square_size: 0.2, left_out: 31, variance_share: 0.87 },
      groups: ['recent, frequent, high spend', 'recent', 'lapsed, infrequent, low spend'].map((en, cluster) => ({
        cluster,
        label: { en, zh: ['近期高频高额', '近期', '久未购低频低额'][cluster] ?? '' },
        share: 1 / 3,
        ...{ x: cluster - 1, y: cluster % 2 },
        rules: [
          {
            en: 'orders > 5 and days since last purchase ≤ 59',
            zh: '订单数 > 5，且距上次购买天数 ≤ 59',
            precision: 0.9,
            recall: 0.8,
          },
        ],
      })),
      squares: [0, 1, 2].flatMap((cluster) =>
        [0, 1, 2, 3].map((step) => ({
          cluster,
          x: cluster - 1 + step * 0.2,
          y: (cluster % 2) + step * 0.2,
          customers: 5 + step * 10 * factor,
        })),
      ),
    },
    quality: {
      totals: { uploads: 2, rejected: 1, rows: 5000 * factor, kept: 4700 * factor, quarantined: 80 * factor },
      uploads: [
        {
          ...upload,
          file: 'broken.csv',
          status: 'rejected',
          ...{ rows: 0, kept: 0, duplicates: 0, filtered: 0, quarantined: 0 },
          reasons: {},
          message: 'No column is a customer',
          columns: [],
        },
        upload,
      ],
      further_uploads: 3,
      reasons: { bad_date: 80 * factor },
    },
    cohorts: months.map((month, index) => ({
      from: index === 0 ? '2019-01' : month,
      to: month,
      customers: Math.round(40 * factor),
      bought_again: Math.round((30 - index) * factor),
    })),
    months: months.map((month, index) => ({
      month,
      tiers: figures.map(({ key: name, size, spend: amount }) => ({
        key: name,
        customers: size,
        orders: size + index,
        spend: (amount / 24) * (1 + index / 24),
      })),
    })),
  };
}

function segmentAt(r: number, f: number): string {
  if (r >= 4 && f >= 4) return 'Champions';
  return r <= 2 ? 'Lost' : 'Need Attention';
}

/** The first run of a shop with as many customers as a report needs. */
export const firstReport = (): Report => ({
  ...fullReport({ tiers: 4, factor: 1 }),
  ...{ movement: null, uplift: null, no_uplift: 'no run before', outlook: { demotions: [], merged: null } },
});

/** Without anything that a run may lack. */
export const bareReport = (): Report => ({
  ...firstReport(),
  currency: null,
  ...{
    rfm: null,
    concentration: null,
    service: null,
    lifetime_value: null,
    backtest: null,
    clusters: null,
    cohorts: null,
    months: null,
  },
  no_backtest: 'history too short',
  verdict: {
    gate: { verdict: 'passed', findings: [] },
    ...{ drift: null, frozen_since: null, forecast: null, no_forecast: 'history too short', rejected_uploads: 0 },
  },
  quality: { totals: {}, uploads: [], further_uploads: 0, reasons: {} },
});

/** One customer: nothing may be shown of them. */
export const loneReport = (): Report => ({ ...bareReport(), customers: 1, totals: null, tiers: [], outlook: null });

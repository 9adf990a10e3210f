import { projectPoint } from '../../../shared/domain/clusters/geometry/principal-components.ts';
import type { ClusterModel } from '../../../shared/domain/clusters/model/cluster-model.ts';
import type { Model } from '../../../shared/domain/model.ts';
import type { Policy } from '../../../shared/domain/policy/policy.ts';
import { gini, lorenzCurve, type SpendBin, spendShareAt } from '../../../shared/domain/report/concentration.ts';
import type { Report } from '../../../shared/domain/report/report.ts';
import { joinNeighbours, MIN_CUSTOMERS, separateSmall } from '../../../shared/domain/report/small-cells.ts';
import type { RunQuality } from '../../../shared/run/quality.ts';
import type { RunSummary } from '../../../shared/run/summary.ts';
import { composeMovement, composeOutlook, mergedCells } from './compose-movement.ts';
import { composeQuality } from './compose-quality.ts';
import { composeService, composeUplift } from './compose-service.ts';
import type { CustomerSums } from './read-customers.ts';
import type { SummarisedRun } from './read-history.ts';
import { nameTiers, sumByTier, type TierNames } from './tier-names.ts';

interface Sources {
  /** Oldest first; the last one is the run. */
  history: readonly SummarisedRun[];
  quality: RunQuality;
  model: Model;
  policy: Policy;
  sums: CustomerSums;
  /** ISO 8601, UTC. */
  writtenAt: string;
}

/** Composes the report of a run of what the run knows. No part describes fewer than five customers. */
export function composeReport({ history, quality, model, policy, sums, writtenAt }: Sources): Report {
  const current = history.at(-1);
  if (!current) throw new Error('expected the run and its summary, got none');
  const { run, summary } = current;
  const customers = summary.tiers.reduce((sum, tier) => sum + tier.customers, 0);
  const header = {
    run_id: run.run_id,
    as_of: run.as_of ?? model.as_of,
    written_at: writtenAt,
    currency: policy.currency.code ?? commonCurrency(quality),
    customers,
    verdict: composeVerdict(summary, quality, model),
    quality: composeQuality(quality),
    no_uplift: summary.uplift?.reason ?? null,
    no_backtest: model.lifetime_value.no_backtest,
  };
  if (customers < MIN_CUSTOMERS) return { ...header, ...noCustomers };
  const names = nameTiers(history);
  return {
    ...header,
    totals: composeTotals(summary),
    tiers: composeTiers(summary, names),
    movement: composeMovement(history, names),
    outlook: composeOutlook(summary, names),
    rfm: composeRfm(sums, summary, model),
    concentration: composeConcentration(sums.spendBins),
    service: composeService(summary, names),
    uplift: composeUplift(summary, names),
    lifetime_value: composeLifetimeValue(sums, summary, names),
    backtest: composeBacktest(model),
    clusters: composeClusters(sums, model.clusters),
    cohorts: composeCohorts(sums),
    months: composeMonths(sums, names),
  };
}

const noCustomers = {
  ...{ totals: null, tiers: [], movement: null, outlook: null, rfm: null, concentration: null, service: null },
  ...{ uplift: null, lifetime_value: null, backtest: null, clusters: null, cohorts: null, months: null },
};

/** The currency of most uploads; without new ones the only one of earlier runs. Null if none is known. */
function commonCurrency({ uploads, history }: RunQuality): string | null {
  const named = uploads.flatMap(({ currency }) => (typeof currency === 'string' ? [currency] : []));
  const [most] = [...Map.groupBy(named, (code) => code)].toSorted(([, a], [, b]) => b.length - a.length);
  const [before, ...others] = history.currencies;
  return most?.[0] ?? (others.length === 0 ? before : undefined) ?? null;
}

function composeVerdict({ lifetime_value, model: fitted }: RunSummary, { gate, totals }: RunQuality, model: Model) {
  const backtest = lifetime_value?.backtest;
  const isSmall = (model.lifetime_value.backtest?.total.customers ?? 0) < MIN_CUSTOMERS;
  const [frozen] = Object.values(fitted?.learnt_in ?? {}).filter((run) => run !== model.run_id);
  return {
    gate,
    drift: model.drift,
    frozen_since: frozen ?? null,
    forecast:
      backtest && !isSmall
        ? {
            cut: backtest.cut,
            method: lifetime_value.method,
            predicted_orders: backtest.total.predicted_orders,
            actual_orders: backtest.total.actual_orders,
            naive_orders: backtest.total.naive_orders,
          }
        : null,
    no_forecast: lifetime_value?.no_backtest ?? null,
    rejected_uploads: totals.rejected ?? 0,
  };
}

function composeTotals({ tiers, lifetime_value, ...summary }: RunSummary): Report['totals'] {
  const figure = (name: string) => Number(summary[name] ?? 0);
  return {
    buyers: figure('buyers'),
    new_customers: figure('new_customers'),
    moved_customers: figure('moved_customers'),
    monetary_total: tiers.reduce((sum, { monetary_total }) => sum + monetary_total, 0),
    clv: lifetime_value?.clv ?? 0,
  };
}

function composeTiers({ tiers }: RunSummary, names: TierNames): Report['tiers'] {
  const customers = tiers.reduce((sum, tier) => sum + tier.customers, 0);
  const spend = tiers.reduce((sum, tier) => sum + tier.monetary_total, 0);
  return names.current.map((group) => {
    const own = sumByTier(names, group, tiers, (tier) => tier.customers);
    const ownSpend = sumByTier(names, group, tiers, (tier) => tier.monetary_total);
    return {
      key: group.key,
      label: group.label,
      customers: own,
      monetary_total: ownSpend,
      customer_share: own / customers,
      spend_share: spend > 0 ? ownSpend / spend : 0,
    };
  });
}

function composeRfm({ cells }: CustomerSums, { segments }: RunSummary, { rfm }: Model): Report['rfm'] {
  const buyers = cells.reduce((sum, { customers }) => sum + customers, 0);
  if (buyers < MIN_CUSTOMERS) return null;
  const { kept, merged } = separateSmall(cells);
  const shown = separateSmall(segments).kept;
  return {
    bins: rfm.bins,
    buyers,
    cells: kept,
    merged: mergedCells(merged),
    segments: shown.map(({ segment, segment_zh, customers, monetary_total }) => ({
      segment,
      label: { en: segment, zh: segment_zh },
      customers,
      monetary_total,
    })),
  };
}

/** Points of the curve that are drawn. */
const CURVE_POINTS = 60;
const TENTHS = 10;

function composeConcentration(bins: readonly SpendBin[]): Report['concentration'] {
  const joined = joinNeighbours(bins).map((group) => ({
    customers: group.reduce((sum, { customers }) => sum + customers, 0),
    spend: group.reduce((sum, { spend }) => sum + spend, 0),
  }));
  const customers = joined.reduce((sum, bin) => sum + bin.customers, 0);
  const spend = joined.reduce((sum, bin) => sum + bin.spend, 0);
  if (customers < MIN_CUSTOMERS || spend <= 0) return null;
  const curve = lorenzCurve(joined);
  const groups = Math.max(1, Math.min(TENTHS, Math.floor(customers / MIN_CUSTOMERS)));
  return {
    curve: thinned(curve),
    gini: gini(curve),
    groups: Array.from({ length: groups }, (_, index) => ({
      customers: 1 / groups,
      spend: spendShareAt(curve, (index + 1) / groups) - spendShareAt(curve, index / groups),
    })),
  };
}

/** The first point of each small step along the curve, and the last. */
function thinned(curve: ReturnType<typeof lorenzCurve>): ReturnType<typeof lorenzCurve> {
  const steps = Map.groupBy(curve.slice(0, -1), ({ customers, spend }) =>
    Math.floor(((customers + spend) / 2) * CURVE_POINTS),
  );
  return [...[...steps.values()].flatMap(([first]) => first ?? []), { customers: 1, spend: 1 }];
}

function composeLifetimeValue(
  { values }: CustomerSums,
  { lifetime_value }: RunSummary,
  names: TierNames,
): Report['lifetime_value'] {
  if (!lifetime_value) return null;
  const tiers = names.current.flatMap((group) => {
    const customers = sumByTier(names, group, values, (row) => row.customers);
    if (customers < MIN_CUSTOMERS) return [];
    const mean = (end: 'clv' | 'low' | 'high') => sumByTier(names, group, values, (row) => row[end]) / customers;
    return [{ key: group.key, label: group.label, customers, mean: mean('clv'), low: mean('low'), high: mean('high') }];
  });
  if (tiers.length === 0) return null;
  return { horizon_months: lifetime_value.horizon_months, method: lifetime_value.method, tiers };
}

function composeBacktest({ lifetime_value: { backtest } }: Model): Report['backtest'] {
  if (!backtest || backtest.deciles.some(({ customers }) => customers < MIN_CUSTOMERS)) return null;
  return { cut: backtest.cut, deciles: backtest.deciles };
}

function composeClusters({ squares }: CustomerSums, model: ClusterModel): Report['clusters'] {
  if (model.fitted_on < MIN_CUSTOMERS) return null;
  const { plane, groups, algorithm, k, silhouette } = model;
  const kept = squares.filter(({ customers }) => customers >= MIN_CUSTOMERS);
  const count = (some: typeof squares) => some.reduce((sum, { customers }) => sum + customers, 0);
  return {
    ...{ algorithm, k, silhouette },
    groups: groups
      .filter(({ share }) => share * model.fitted_on >= MIN_CUSTOMERS)
      .map(({ cluster, name, share, centroid, rules }) => {
        const [x = 0, y = 0] = projectPoint(centroid, plane.origin, plane.components);
        const shown = rules.map(({ en, zh, precision, recall }) => ({ en, zh, precision, recall }));
        return { cluster, label: name, share, x, y, rules: shown };
      }),
    squares: kept.map(({ size, ...square }) => square),
    square_size: squares[0]?.size ?? 1,
    left_out: count(squares) - count(kept),
    variance_share: plane.components.reduce((sum, { variance_share }) => sum + variance_share, 0),
  };
}

/** Cohorts shown one by one; earlier ones are one. */
const SHOWN_COHORTS = 24;

function composeCohorts({ cohorts }: CustomerSums): Report['cohorts'] {
  const earlier = cohorts.slice(0, -SHOWN_COHORTS);
  const first = earlier[0];
  const sum = (rows: typeof cohorts, figure: 'customers' | 'bought_again') =>
    rows.reduce((total, row) => total + row[figure], 0);
  const joined = joinNeighbours([
    ...(first ? [{ months: earlier, customers: sum(earlier, 'customers') }] : []),
    ...cohorts.slice(-SHOWN_COHORTS).map((cohort) => ({ months: [cohort], customers: cohort.customers })),
  ]).map((group) => group.flatMap(({ months }) => months));
  const shown = joined.filter((months) => sum(months, 'customers') >= MIN_CUSTOMERS);
  if (shown.length === 0) return null;
  return shown.map((months) => ({
    from: months[0]?.month ?? '',
    to: months.at(-1)?.month ?? '',
    customers: sum(months, 'customers'),
    bought_again: sum(months, 'bought_again'),
  }));
}

/** Months in which too few customers bought are left out. */
function composeMonths({ months }: CustomerSums, names: TierNames): Report['months'] {
  const shown = [...Map.groupBy(months, ({ month }) => month)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const composed = shown.flatMap(([month, rows]) => {
    const tiers = names.current.map((group) => ({
      key: group.key as string | null,
      customers: sumByTier(names, group, rows, ({ customers }) => customers),
      orders: sumByTier(names, group, rows, ({ orders }) => orders),
      spend: sumByTier(names, group, rows, ({ spend }) => spend),
    }));
    const { kept, merged } = separateSmall(tiers);
    const rest = merged.reduce(
      (sum, { customers, orders, spend }) => ({
        key: null,
        customers: sum.customers + customers,
        orders: sum.orders + orders,
        spend: sum.spend + spend,
      }),
      { key: null, customers: 0, orders: 0, spend: 0 },
    );
    const all = [...kept.filter(({ customers }) => customers > 0), ...(merged.length > 0 ? [rest] : [])];
    return all.some(({ customers }) => customers < MIN_CUSTOMERS) ? [] : [{ month, tiers: all }];
  });
  return composed.length === 0 ? null : composed;
}

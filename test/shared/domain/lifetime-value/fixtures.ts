import { readFileSync } from 'node:fs';
import type { HoldoutRow } from '../../../../shared/domain/lifetime-value/backtest.ts';
import type { BgNbdParameters } from '../../../../shared/domain/lifetime-value/bg-nbd.ts';
import type { GammaGammaParameters, SpendCount } from '../../../../shared/domain/lifetime-value/gamma-gamma.ts';
import type { PurchaseCount } from '../../../../shared/domain/lifetime-value/purchase-counts.ts';

interface Fit<Parameters> {
  parameters: Parameters;
  standard_errors: Parameters;
  log_likelihood: number;
}

type Columns = readonly number[][];

export interface CdnowFixture {
  bg_nbd: Fit<BgNbdParameters>;
  gamma_gamma: Fit<GammaGammaParameters>;
  counts: Columns;
  spends: Columns;
  holdout: Columns;
  horizon_weeks: number;
  forecast: Record<
    | 'predicted_orders'
    | 'actual_orders'
    | 'naive_orders'
    | 'predicted_spend'
    | 'actual_spend'
    | 'naive_spend'
    | 'mean_absolute_error'
    | 'naive_mean_absolute_error'
    | 'top_customers'
    | 'top_predicted_orders'
    | 'top_actual_orders',
    number
  >;
}

/** Reads a fixture from test/fixtures/clv. The field `made_by` of each documents its origin. */
export function fixture<Content>(name: string): Content {
  return JSON.parse(readFileSync(new URL(`../../../fixtures/clv/${name}.json`, import.meta.url), 'utf8'));
}

/** Converts rows of (x, t_x days, t days, customers) to weeks. */
export function inWeeks(rows: Columns): PurchaseCount[] {
  return rows.map(([x = 0, tX = 0, t = 0, customers = 0]) => ({ x, tX: tX / 7, T: t / 7, customers }));
}

/** Converts rows of (purchases, mean spend, customers); customers default to 1. */
export function spendCounts(rows: Columns): SpendCount[] {
  return rows.map(([purchases = 0, meanSpend = 0, customers = 1]) => ({ purchases, meanSpend, customers }));
}

/** Converts rows of (x, t_x days, t days, orders after, customers, spend, spend after) to weeks. */
export function holdoutRows(rows: Columns): HoldoutRow[] {
  return rows.map(([x = 0, tX = 0, t = 0, ordersAfter = 0, customers = 0, spend = 0, spendAfter = 0]) => ({
    ...{ x, tX: tX / 7, T: t / 7, customers },
    ...{ spend, ordersAfter, spendAfter },
  }));
}

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

/** A fixture of test/fixtures/clv; each says in `made_by` how it was made. */
export function fixture<Content>(name: string): Content {
  return JSON.parse(readFileSync(new URL(`../../../fixtures/clv/${name}.json`, import.meta.url), 'utf8'));
}

/** Rows of (x, t_x days, t days, customers), in weeks. */
export function inWeeks(rows: Columns): PurchaseCount[] {
  return rows.map(([x = 0, tX = 0, t = 0, customers = 0]) => ({ x, tX: tX / 7, T: t / 7, customers }));
}

/** Rows of (purchases, mean spend, customers or 1). */
export function spendCounts(rows: Columns): SpendCount[] {
  return rows.map(([purchases = 0, meanSpend = 0, customers = 1]) => ({ purchases, meanSpend, customers }));
}

/** Rows of (x, t_x days, t days, orders after, customers, spend, spend after), in weeks. */
export function holdoutRows(rows: Columns): HoldoutRow[] {
  return rows.map(([x = 0, tX = 0, t = 0, ordersAfter = 0, customers = 0, spend = 0, spendAfter = 0]) => ({
    ...{ x, tX: tX / 7, T: t / 7, customers },
    ...{ spend, ordersAfter, spendAfter },
  }));
}

import { describe, expect, it } from 'vitest';
import { backtest, type Comparison, type HoldoutRow } from '../../../../shared/domain/lifetime-value/backtest.ts';
import { fitLifetimeValue } from '../../../../shared/domain/lifetime-value/lifetime-value.ts';
import { type CdnowFixture, fixture, holdoutRows, spendCounts } from './fixtures.ts';

const cdnow = fixture<CdnowFixture>('cdnow-tenth');
const rows = holdoutRows(cdnow.holdout);
const model = fitLifetimeValue(rows, spendCounts(cdnow.spends), { timeUnit: 'week' });

describe('the backtest of a tenth of CDNOW, 39 weeks before the cut and 39 after', () => {
  const { total, deciles, mean_absolute_error: errors } = backtest(model, rows, cdnow.horizon_weeks);
  const scipy = cdnow.forecast;

  it('forecasts the orders and spend of scipy’s fit with hyp2f1', () => {
    expect(total.customers).toBe(2357);
    expect(total.predicted_orders / scipy.predicted_orders).toBeCloseTo(1, 6);
    expect(total.predicted_spend / scipy.predicted_spend).toBeCloseTo(1, 6);
    expect(errors.predicted).toBeCloseTo(scipy.mean_absolute_error, 6);
  });

  it('sums actual and naive figures like pandas', () => {
    expect(total.actual_orders).toBe(scipy.actual_orders);
    expect(total.actual_spend).toBeCloseTo(scipy.actual_spend, 6);
    expect(total.naive_orders).toBeCloseTo(scipy.naive_orders, 6);
    expect(total.naive_spend).toBeCloseTo(scipy.naive_spend, 2);
    expect(errors.naive).toBeCloseTo(scipy.naive_mean_absolute_error, 6);
  });

  it('has smaller errors than the naive baseline, per customer and in total', () => {
    expect(errors.predicted).toBeLessThan(0.85 * errors.naive);
    const miss = (orders: number) => Math.abs(orders - total.actual_orders);
    expect(miss(total.predicted_orders)).toBeLessThan(miss(total.naive_orders));
  });

  it('has ten deciles of equally many customers, which add up to the total', () => {
    expect(deciles).toHaveLength(10);
    for (const { customers } of deciles) expect(customers).toBeCloseTo(235.7, 6);
    for (const figure of Object.keys(total) as (keyof Comparison)[]) {
      expect(deciles.reduce((sum, decile) => sum + decile[figure], 0)).toBeCloseTo(total[figure], 5);
    }
  });

  it('lists the best customers first: in pandas, the best 236 make 867 orders', () => {
    expect(deciles[0]?.actual_orders).toBeCloseTo(scipy.top_actual_orders, -1);
    expect(deciles[0]?.predicted_orders).toBeCloseTo(scipy.top_predicted_orders, -1);
    const perDecile = deciles.map(({ predicted_orders }) => predicted_orders);
    expect(perDecile).toEqual(perDecile.toSorted((a, b) => b - a));
  });

  it('is the same for shuffled rows', () => {
    const shuffled = backtest(model, rows.toReversed(), cdnow.horizon_weeks);
    for (const [index, decile] of deciles.entries()) {
      for (const [figure, value] of Object.entries(decile)) {
        expect(shuffled.deciles[index]?.[figure as keyof Comparison]).toBeCloseTo(value, 6);
      }
    }
  });
});

describe('the backtest', () => {
  const row: HoldoutRow = { x: 3, tX: 20, T: 30, customers: 4, spend: 320, ordersAfter: 2, spendAfter: 150 };

  it('continues the naive baseline at x / t purchases and the mean spend of x + 1 purchases', () => {
    // 3 purchases in 30 weeks are 1 in 10 weeks, at 320 / 4 / 4 = 20, for each of 4 customers.
    const { total, mean_absolute_error: errors } = backtest(model, [row], 10);
    expect(total).toMatchObject({
      customers: 4,
      actual_orders: 8,
      actual_spend: 150,
      naive_orders: 4,
      naive_spend: 80,
    });
    expect(errors.naive).toBe(1);
  });

  it('is empty without customers', () => {
    const { total, deciles, mean_absolute_error: errors } = backtest(model, [], 10);
    expect(total.customers).toBe(0);
    expect(deciles).toEqual([]);
    expect(errors).toEqual({ predicted: 0, naive: 0 });
  });

  it('has a naive forecast of 0 for customers whose first purchase was on the last day', () => {
    const today = { ...row, x: 0, tX: 0, T: 0 };
    expect(backtest(model, [today], 10).total.naive_orders).toBe(0);
  });
});

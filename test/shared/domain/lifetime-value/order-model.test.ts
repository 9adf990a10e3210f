import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bgNbdLogLikelihood, bgNbdNames } from '../../../../shared/domain/lifetime-value/bg-nbd.ts';
import { fitBgNbd } from '../../../../shared/domain/lifetime-value/fit-bg-nbd.ts';
import type { OrderModel } from '../../../../shared/domain/lifetime-value/lifetime-value-model.ts';
import { fitOrders, orderForecaster } from '../../../../shared/domain/lifetime-value/order-model.ts';
import type { PurchaseCount } from '../../../../shared/domain/lifetime-value/purchase-counts.ts';
import { anyHistory, magnitude } from './arbitraries.ts';
import { cdnowOrders, countedByDay, simulatedCustomers } from './simulated-buyers.ts';

const options = { seed: 1, minCustomers: 100, minRepeatBuyers: 30 };
const buyers = (customers: number) =>
  countedByDay(simulatedCustomers(cdnowOrders, { customers, from: 20, to: 60, seed: 23 }));

describe('the model of orders', () => {
  it('is BG/NBD with standard errors, log-likelihood and iterations when there are enough customers', () => {
    const rows = buyers(3000);
    const model = fitOrders(rows, options);
    const { standardErrors, iterations } = fitBgNbd(rows, options.seed);

    expect(model).toMatchObject({ method: 'bg-nbd', customers: 3000, converged: true, unbounded: [], iterations });
    if (model.method !== 'bg-nbd') throw new Error('not fitted');
    expect(bgNbdNames.map((name) => model.standard_errors[name])).toEqual(standardErrors);
    expect(model.log_likelihood).toBeCloseTo(bgNbdLogLikelihood(rows, model.parameters), 9);
  });

  it.each([
    { reason: 'too few customers', rows: [] },
    { reason: 'too few customers', rows: [{ x: 3, tX: 20, T: 30, customers: 99 }] },
    { reason: 'no repeat buyers', rows: [{ x: 0, tX: 0, T: 30, customers: 1e6 }] },
    {
      reason: 'too few repeat buyers',
      rows: [
        { x: 0, tX: 0, T: 30, customers: 1000 },
        { x: 1, tX: 9, T: 30, customers: 29 },
      ],
    },
  ])('is the pooled rate for the reason "$reason" with $rows', ({ reason, rows }) => {
    const model = fitOrders(rows, options);
    expect(model).toMatchObject({ method: 'pooled-rate', reason });
    const forecast = orderForecaster(model, 52, 0.002)({ x: 0, tX: 0, T: 10 });
    expect(Object.values(forecast).every(Number.isFinite)).toBe(true);
  });

  const yearOf = (rows: readonly PurchaseCount[]) => orderForecaster(fitOrders(rows, options), 52, 0.002);

  it('forecasts identical customers like a Poisson process at their common rate', () => {
    const alike = { x: 3, tX: 20, T: 30, customers: 1000 };
    const { probabilityAlive, probabilityOfOrder, expectedOrders } = yearOf([alike])(alike);

    // 3 purchases in 30 weeks are 5.2 in 52.
    expect(probabilityAlive).toBeCloseTo(1, 6);
    expect(expectedOrders).toBeCloseTo(5.2, 5);
    expect(probabilityOfOrder).toBeCloseTo(1 - Math.exp(-5.2), 4);
  });

  it('does not change its forecasts with the number of customers, only their standard error, which shrinks with its root', () => {
    const some = buyers(300);
    const few = yearOf(some);
    const many = yearOf(some.map((row) => ({ ...row, customers: row.customers * 1e9 })));

    for (const row of some) {
      const { logDeviation, ...forecast } = few(row);
      const { logDeviation: ofMany, ...same } = many(row);
      for (const [name, value] of Object.entries(forecast))
        expect(same[name as keyof typeof same] / value, name).toBeCloseTo(1, 9);
      expect((ofMany * Math.sqrt(1e9)) / logDeviation).toBeCloseTo(1, 6);
    }
  });

  it('expects no orders from customers observed on a single day', () => {
    const today = { x: 1, tX: 0, T: 0, customers: 1000 };

    expect(yearOf([today])(today)).toEqual({
      ...{ probabilityAlive: 1, probabilityOfOrder: 0, expectedOrders: 0, discountedOrders: 0 },
      logDeviation: expect.closeTo(1 / Math.sqrt(1000.5), 12),
    });
  });

  it('expects 52 purchases a year from a customer who bought weekly 100,000 times, and fewer from all others', () => {
    const weekly = { x: 100_000, tX: 99_999, T: 100_000, customers: 1 };
    const some = buyers(300);
    const forecast = yearOf([...some, weekly]);

    expect(forecast(weekly).expectedOrders).toBeCloseTo(52, 1);
    for (const row of some) {
      expect(forecast(row).expectedOrders).toBeGreaterThan(0);
      expect(forecast(row).expectedOrders).toBeLessThan(52);
    }
  });

  it('gives finite forecasts for any customers', () => {
    const anyRows = fc.array(fc.tuple(anyHistory, fc.integer({ min: 1, max: 500 })), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(anyRows, magnitude(-1, 3), (pairs, horizon) => {
        const rows = pairs.map(([history, customers]) => ({ ...history, customers }));
        const forecast = orderForecaster(fitOrders(rows, options), horizon, 0.001);
        for (const row of rows) {
          const { probabilityAlive, probabilityOfOrder, ...others } = forecast(row);
          for (const value of [probabilityAlive, probabilityOfOrder])
            expect(value).toSatisfy((p: number) => p >= 0 && p <= 1);
          expect(Object.values(others).every(Number.isFinite)).toBe(true);
        }
      }),
    );
  });
});

describe('the pooled rate', () => {
  // 40 customers made 10 repeat purchases in 30 weeks each: (10 + 0.5) / 1200 = 0.00875 per week.
  const model = fitOrders(
    [
      { x: 0, tX: 0, T: 30, customers: 35 },
      { x: 2, tX: 20, T: 30, customers: 5 },
    ],
    options,
  );
  const forecast = orderForecaster(model, 52, 0);

  it('adds half a purchase', () => {
    expect(model).toMatchObject({ method: 'pooled-rate', customers: 40, repeat_buyers: 5 });
    expect((model as Extract<OrderModel, { method: 'pooled-rate' }>).rate).toBeCloseTo(0.00875, 12);
  });

  it('expects (x + 1) / (t + 1/rate) purchases per week', () => {
    expect(forecast({ x: 2, tX: 20, T: 30 }).expectedOrders).toBeCloseTo((52 * 3) / (30 + 1 / 0.00875), 12);
    expect(forecast({ x: 0, tX: 0, T: 30 }).expectedOrders).toBeCloseTo(52 / (30 + 1 / 0.00875), 12);
  });

  it('has a P(alive) that decreases with silence, including for one-time buyers', () => {
    const silent = (tX: number, T: number) => forecast({ x: tX > 0 ? 1 : 0, tX, T }).probabilityAlive;
    expect(silent(0, 0)).toBe(1);
    expect(silent(0, 100)).toBeLessThan(silent(0, 10));
    expect(silent(5, 100)).toBeLessThan(silent(90, 100));
    // ((tX + 1/rate) / (t + 1/rate))^(x + 1)
    expect(silent(5, 100)).toBeCloseTo(((5 + 1 / 0.00875) / (100 + 1 / 0.00875)) ** 2, 12);
  });

  it('does not depend on the unit of time', () => {
    const days = fitOrders(
      [
        { x: 0, tX: 0, T: 210, customers: 35 },
        { x: 2, tX: 140, T: 210, customers: 5 },
      ],
      options,
    );
    const inDays = orderForecaster(days, 364, 0)({ x: 2, tX: 140, T: 210 });
    const inWeeks = forecast({ x: 2, tX: 20, T: 30 });
    for (const [name, value] of Object.entries(inWeeks))
      expect(inDays[name as 'expectedOrders']).toBeCloseTo(value, 10);
  });
});

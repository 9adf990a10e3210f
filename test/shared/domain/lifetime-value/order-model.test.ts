import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrderModel } from '../../../../shared/domain/lifetime-value/lifetime-value-model.ts';
import { fitOrders, orderForecaster } from '../../../../shared/domain/lifetime-value/order-model.ts';
import { anyHistory, magnitude } from './arbitraries.ts';
import { cdnowOrders, countedByDay, simulatedCustomers } from './simulated-buyers.ts';

const options = { seed: 1, minCustomers: 100, minRepeatBuyers: 30 };
const buyers = (customers: number) =>
  countedByDay(simulatedCustomers(cdnowOrders, { customers, from: 20, to: 60, seed: 23 }));

describe('the model of orders', () => {
  it('is BG/NBD with standard errors, log-likelihood and iterations when there are enough customers', () => {
    const model = fitOrders(buyers(3000), options);
    expect(model).toMatchObject({ method: 'bg-nbd', customers: 3000, converged: true, unbounded: [] });
    expect(model).toHaveProperty('standard_errors.alpha', expect.any(Number));
    expect(model).toHaveProperty('log_likelihood', expect.any(Number));
    expect(model).toHaveProperty('iterations', expect.any(Number));
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

  it.each([
    { what: 'identical customers', rows: [{ x: 3, tX: 20, T: 30, customers: 1000 }] },
    { what: 'a trillion customers', rows: buyers(300).map((row) => ({ ...row, customers: row.customers * 1e9 })) },
    { what: 'customers observed on a single day', rows: [{ x: 1, tX: 0, T: 0, customers: 1000 }] },
    {
      what: 'a customer with 100,000 purchases',
      rows: [...buyers(300), { x: 100_000, tX: 99_999, T: 100_000, customers: 1 }],
    },
  ])('gives finite forecasts for $what', ({ rows }) => {
    const forecast = orderForecaster(fitOrders(rows, options), 52, 0.002);
    for (const row of rows) expect(Object.values(forecast(row)).every((value) => value >= 0 && value < 1e9)).toBe(true);
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

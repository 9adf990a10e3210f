import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bgNbdForecaster } from '../../../../shared/domain/lifetime-value/bg-nbd-forecast.ts';
import { expectedSpend } from '../../../../shared/domain/lifetime-value/gamma-gamma.ts';
import {
  fitLifetimeValue,
  lifetimeValueScorer,
  termsInUnits,
} from '../../../../shared/domain/lifetime-value/lifetime-value.ts';
import type { LifetimeValueModel } from '../../../../shared/domain/lifetime-value/lifetime-value-model.ts';
import { anyHistory, magnitude } from './arbitraries.ts';
import { cdnowOrders, cdnowSpend, countedByDay, simulatedCustomers, simulatedSpends } from './simulated-buyers.ts';

const terms = { horizonMonths: 12, annualDiscountRate: 0.1 };
const twice = { x: 2, tX: 25, T: 40, meanSpend: 30 };
const once = { x: 0, tX: 0, T: 40, meanSpend: 30 };

function fitted(customers: number, seed: number): LifetimeValueModel {
  const people = [...simulatedCustomers(cdnowOrders, { customers, from: 20, to: 60, seed })];
  const spends = simulatedSpends(
    cdnowSpend,
    people.map(({ x }) => x + 1),
    seed,
  );
  return fitLifetimeValue(countedByDay(people), spends, { timeUnit: 'week' });
}
const model = fitted(3000, 41);
const simple = fitLifetimeValue([{ x: 1, tX: 10, T: 30, customers: 9 }], [], { timeUnit: 'week' });

describe('lifetime value', () => {
  it('is the discounted orders of BG/NBD times the expected spend of Gamma-Gamma', () => {
    const { clv, method, ...score } = lifetimeValueScorer(model, terms)(twice);
    const { horizon, discountRate } = termsInUnits(terms, 'week');
    if (model.orders.method !== 'bg-nbd' || model.spend.method !== 'gamma-gamma') throw new Error('not fitted');
    const orders = bgNbdForecaster(model.orders.parameters, horizon, discountRate)(twice);
    expect(method).toBe('bg-nbd+gamma-gamma');
    expect(score.expectedOrders).toBe(orders.expectedOrders);
    expect(clv).toBeCloseTo(orders.discountedOrders * expectedSpend(model.spend.parameters, 3, 30), 10);
    expect(clv).toBeLessThan(orders.expectedOrders * score.expectedSpend);
  });

  it('uses years of 365.25 days and the effective discount rate', () => {
    const { horizon, discountRate } = termsInUnits(terms, 'day');
    expect(horizon).toBe(365.25);
    expect(Math.exp(discountRate * 365.25)).toBeCloseTo(1.1, 12);
    expect(termsInUnits({ ...terms, horizonMonths: 6 }, 'week').horizon).toBeCloseTo(365.25 / 14, 12);
  });

  it('of a one-time buyer is positive, below that of a repeat buyer, and decreases with silence', () => {
    const score = lifetimeValueScorer(model, terms);
    expect(score(once).clv).toBeGreaterThan(0);
    expect(score(once).clv).toBeLessThan(score(twice).clv);
    expect(score({ ...once, T: 400 }).clv).toBeLessThan(score(once).clv / 3);
  });

  it('of a one-time buyer increases with the spend of the only purchase', () => {
    const score = lifetimeValueScorer(model, terms);
    expect(score({ ...once, meanSpend: 90 }).clv).toBeGreaterThan(1.5 * score(once).clv);
  });

  it('has the same fields with the simple estimates, which its method names', () => {
    const score = lifetimeValueScorer(simple, terms)(twice);
    expect(score.method).toBe('pooled-rate+pooled-mean');
    expect(Object.keys(score).toSorted()).toEqual(Object.keys(lifetimeValueScorer(model, terms)(twice)).toSorted());
  });

  it('is the same from a model stored as JSON', () => {
    const kept = JSON.parse(JSON.stringify(model)) as LifetimeValueModel;
    expect(kept).toEqual(model);
    expect(lifetimeValueScorer(kept, terms)(twice)).toEqual(lifetimeValueScorer(model, terms)(twice));
  });

  it('lies in its interval for every customer, with the models and the simple estimates', () => {
    fc.assert(
      fc.property(fc.constantFrom(model, simple), anyHistory, magnitude(-2, 5), (which, history, meanSpend) => {
        const { method, ...score } = lifetimeValueScorer(which, terms)({ ...history, meanSpend });
        expect(Object.values(score).every((value) => value >= 0 && Number.isFinite(value))).toBe(true);
        expect(score.clvLow).toBeLessThanOrEqual(score.clv);
        expect(score.clvHigh).toBeGreaterThanOrEqual(score.clv);
      }),
    );
  });

  it('is 0 when nobody spent anything', () => {
    const free = fitLifetimeValue([], [{ purchases: 2, meanSpend: 0, customers: 500 }], { timeUnit: 'day' });
    expect(lifetimeValueScorer(free, terms)({ ...once, meanSpend: 0 })).toMatchObject({
      clv: 0,
      clvLow: 0,
      clvHigh: 0,
    });
  });

  it('rejects a negative mean spend', () => {
    expect(() => lifetimeValueScorer(model, terms)({ ...once, meanSpend: -1 })).toThrow(RangeError);
  });
});

describe('the 95 % interval', () => {
  it('contains the value under the true parameters in about 95 % of 200 simulated data sets', () => {
    const { horizon, discountRate } = termsInUnits(terms, 'week');
    const truth = [once, twice].map(
      (customer) =>
        bgNbdForecaster(cdnowOrders, horizon, discountRate)(customer).discountedOrders *
        expectedSpend(cdnowSpend, customer.x + 1, customer.meanSpend),
    );
    const inside = [0, 0];
    for (let set = 0; set < 200; set++) {
      const score = lifetimeValueScorer(fitted(1000, 1000 + set), terms);
      for (const [index, customer] of [once, twice].entries()) {
        const { clvLow, clvHigh } = score(customer);
        const value = truth[index] as number;
        if (clvLow <= value && value <= clvHigh) inside[index] = (inside[index] as number) + 1;
      }
    }
    for (const times of inside) expect(times / 200).toSatisfy((share: number) => share > 0.9 && share < 0.99);
  });
});

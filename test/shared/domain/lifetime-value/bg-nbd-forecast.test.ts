import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BgNbdParameters } from '../../../../shared/domain/lifetime-value/bg-nbd.ts';
import { bgNbdForecaster } from '../../../../shared/domain/lifetime-value/bg-nbd-forecast.ts';
import { anyHistory, anyParameters, magnitude } from './arbitraries.ts';
import { fixture } from './fixtures.ts';
import { cdnowOrders, simulatedCustomers } from './simulated-buyers.ts';

interface Reference {
  discount_rate: number;
  sets: {
    parameters: BgNbdParameters;
    customers: {
      x: number;
      t_x: number;
      t: number;
      horizon: number;
      expected_orders: number;
      discounted_orders?: number;
    }[];
  }[];
}
const reference = fixture<Reference>('bg-nbd');
const cases = reference.sets.flatMap(({ parameters, customers }) =>
  customers.map(({ x, t_x: tX, t: T, ...expected }) => ({ parameters, history: { x, tX, T }, ...expected })),
);

describe('expected orders', () => {
  it('equal eq. 10 of Fader, Hardie & Lee (2005) in mpmath for 1,200 customers to 1e-8, even at a = 1 and a + b = 1', () => {
    for (const { parameters, history, horizon, expected_orders } of cases) {
      const { expectedOrders } = bgNbdForecaster(parameters, horizon)(history);
      expect(Math.abs(expectedOrders - expected_orders)).toBeLessThanOrEqual(1e-8 * expected_orders);
    }
  });

  it('are 1.226 in 39 weeks for x = 2, t_x = 30.43, T = 38.86, as in Hardie’s spreadsheet of CDNOW customer 1', () => {
    const { expectedOrders } = bgNbdForecaster(cdnowOrders, 39)({ x: 2, tX: 30.43, T: 38.86 });
    expect(expectedOrders).toBeCloseTo(1.226, 3);
  });

  it('are within 2 % of the purchases of 200,000 simulated customers', () => {
    const forecast = bgNbdForecaster(cdnowOrders, 39);
    let [expected, bought] = [0, 0];
    const population = { customers: 200_000, from: 20, to: 39, after: 39, seed: 11 };
    for (const { ordersAfter, ...history } of simulatedCustomers(cdnowOrders, population)) {
      expected += forecast(history).expectedOrders;
      bought += ordersAfter;
    }
    expect(expected / bought).toBeCloseTo(1, 1);
    expect(Math.abs(expected / bought - 1)).toBeLessThan(0.02);
  });

  it('increase with the horizon, at most in proportion', () => {
    fc.assert(
      fc.property(anyParameters, anyHistory, magnitude(-2, 4), (parameters, history, horizon) => {
        const near = bgNbdForecaster(parameters, horizon)(history).expectedOrders;
        const far = bgNbdForecaster(parameters, 2 * horizon)(history).expectedOrders;
        expect(near).toBeGreaterThanOrEqual(0);
        expect(far).toBeGreaterThanOrEqual(near * (1 - 1e-7));
        expect(far).toBeLessThanOrEqual(2 * near * (1 + 1e-7) + Number.MIN_VALUE);
      }),
    );
  });

  it('do not depend on earlier forecasts', () => {
    const forecast = bgNbdForecaster(cdnowOrders, 39, 0.002);
    const same = { x: 2, tX: 10, T: 30 };
    for (const before of [same, { ...same, tX: 25 }, { ...same, x: 3 }, { ...same, T: 31 }]) {
      forecast(before);
      expect(forecast(same)).toEqual(bgNbdForecaster(cdnowOrders, 39, 0.002)(same));
    }
  });

  it('decrease with the silence of a one-time buyer, although P(alive) stays 1', () => {
    const forecast = bgNbdForecaster(cdnowOrders, 52);
    const silent = [0, 4, 26, 104, 520].map((T) => forecast({ x: 0, tX: 0, T }));
    expect(silent.every(({ probabilityAlive }) => probabilityAlive === 1)).toBe(true);
    for (const [index, { expectedOrders, probabilityOfOrder }] of silent.slice(1).entries()) {
      expect(expectedOrders).toBeLessThan(silent[index]?.expectedOrders as number);
      expect(probabilityOfOrder).toBeLessThan(silent[index]?.probabilityOfOrder as number);
    }
  });

  it('are finite, with a probability of an order between 0 and P(alive), for any customer and parameters', () => {
    fc.assert(
      fc.property(anyParameters, anyHistory, magnitude(-2, 4), (parameters, history, horizon) => {
        const { slope, ...forecast } = bgNbdForecaster(parameters, horizon, 0.01)(history);
        expect(Object.values(forecast).every(Number.isFinite)).toBe(true);
        expect(slope.every(Number.isFinite)).toBe(true);
        expect(forecast.probabilityOfOrder).toBeLessThanOrEqual(forecast.probabilityAlive);
        expect(forecast.probabilityOfOrder).toBeLessThanOrEqual(
          forecast.expectedOrders * (1 + 1e-7) + Number.MIN_VALUE,
        );
      }),
    );
  });
});

describe('discounted orders', () => {
  it('equal mpmath’s integral of e^(−δs) dE(s) to 3e-4 in the worst case, and to 1e-6 for CDNOW', () => {
    const discounted = cases.filter((each) => each.discounted_orders !== undefined);
    expect(discounted).toHaveLength(60);
    for (const { parameters, history, horizon, discounted_orders = Number.NaN } of discounted) {
      const { discountedOrders } = bgNbdForecaster(parameters, horizon, reference.discount_rate)(history);
      const tolerance = parameters.r === cdnowOrders.r && parameters.alpha === cdnowOrders.alpha ? 1e-6 : 3e-4;
      expect(Math.abs(discountedOrders / discounted_orders - 1)).toBeLessThan(tolerance);
    }
  });

  it('equal the expected orders at rate 0, and decrease with the rate', () => {
    const customer = { x: 2, tX: 30, T: 40 };
    const [none, some, much] = [0, 0.001, 0.01].map((rate) => bgNbdForecaster(cdnowOrders, 52, rate)(customer));
    expect(none?.discountedOrders).toBe(none?.expectedOrders);
    expect(some?.discountedOrders).toBeLessThan(none?.discountedOrders as number);
    expect(much?.discountedOrders).toBeLessThan(some?.discountedOrders as number);
    expect(much?.expectedOrders).toBe(none?.expectedOrders);
  });
});

describe('the slope of the forecast', () => {
  it('equals central differences with respect to the logs of the parameters', () => {
    const names = ['r', 'alpha', 'a', 'b'] as const;
    const h = 1e-5;
    for (const { parameters, history, horizon } of cases.filter((_, index) => index % 10 === 0)) {
      const { slope } = bgNbdForecaster(parameters, horizon, 0.002)(history);
      for (const [index, name] of names.entries()) {
        const at = (shift: number) => {
          const shifted = { ...parameters, [name]: parameters[name] * Math.exp(shift) };
          return Math.log(bgNbdForecaster(shifted, horizon, 0.002)(history).discountedOrders);
        };
        expect(slope[index]).toBeCloseTo((at(h) - at(-h)) / (2 * h), 5);
      }
    }
  });
});

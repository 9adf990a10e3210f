import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BgNbdParameters,
  bgNbdLogLikelihood,
  fitBgNbd,
  probabilityAlive,
} from '../../../../shared/domain/lifetime-value/bg-nbd.ts';
import type { PurchaseCount } from '../../../../shared/domain/lifetime-value/purchase-counts.ts';
import { anyHistory, anyParameters } from './arbitraries.ts';
import { type CdnowFixture, fixture, inWeeks } from './fixtures.ts';
import { cdnowOrders, countedByDay, simulatedCustomers } from './simulated-buyers.ts';

interface Reference {
  parameters: BgNbdParameters;
  customers: { x: number; t_x: number; t: number; log_likelihood: number; probability_alive: number }[];
}
const { sets } = fixture<{ sets: Reference[] }>('bg-nbd');
const sample = fixture<CdnowFixture>('cdnow-sample');
const everyone = fixture<CdnowFixture>('cdnow');

describe('the likelihood', () => {
  it('equals scipy’s for 1,200 random customers to 1e-9', () => {
    for (const { parameters, customers } of sets) {
      for (const { x, t_x: tX, t: T, log_likelihood } of customers) {
        expect(bgNbdLogLikelihood([{ x, tX, T, customers: 1 }], parameters)).toBeCloseTo(log_likelihood, 9);
      }
    }
    expect(sets.flatMap(({ customers }) => customers)).toHaveLength(1200);
  });

  it('of the CDNOW sample at the published parameters is −9582.4, as in Fader, Hardie & Lee (2005)', () => {
    expect(bgNbdLogLikelihood(inWeeks(sample.counts), cdnowOrders)).toBeCloseTo(-9582.4, 1);
  });

  it('weights a row by its number of customers', () => {
    const row = { x: 2, tX: 10, T: 30, customers: 1 };
    const thrice = bgNbdLogLikelihood([{ ...row, customers: 3 }], cdnowOrders);
    expect(thrice).toBeCloseTo(3 * bgNbdLogLikelihood([row], cdnowOrders), 10);
  });
});

describe('P(alive)', () => {
  it('equals mpmath’s for 1,200 random customers to 1e-12', () => {
    for (const { parameters, customers } of sets) {
      for (const { x, t_x: tX, t: T, probability_alive } of customers) {
        expect(probabilityAlive(parameters, { x, tX, T })).toBeCloseTo(probability_alive, 12);
      }
    }
  });

  it('is a probability for every customer, even with extreme parameters', () => {
    fc.assert(
      fc.property(anyParameters, anyHistory, (parameters, history) => {
        const alive = probabilityAlive(parameters, history);
        expect(alive).toBeGreaterThanOrEqual(0);
        expect(alive).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('never decreases with a more recent last purchase', () => {
    fc.assert(
      fc.property(
        anyParameters,
        anyHistory,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (parameters, history, share) => {
          const tX = history.x === 0 ? 0 : history.tX + share * (history.T - history.tX);
          const later = probabilityAlive(parameters, { ...history, tX });
          expect(later).toBeGreaterThanOrEqual(probabilityAlive(parameters, history) - 1e-12);
        },
      ),
    );
  });

  it('does not depend on the unit of time', () => {
    fc.assert(
      fc.property(anyParameters, anyHistory, (parameters, { x, tX, T }) => {
        const days = probabilityAlive({ ...parameters, alpha: 7 * parameters.alpha }, { x, tX: 7 * tX, T: 7 * T });
        expect(days).toBeCloseTo(probabilityAlive(parameters, { x, tX, T }), 9);
      }),
    );
  });
});

describe('the fit', () => {
  it('of the CDNOW sample gives the published r 0.243, alpha 4.414, a 0.793, b 2.426', () => {
    const { parameters, logLikelihood, converged, agreeingStarts, starts } = fitBgNbd(inWeeks(sample.counts), 1);
    expect(parameters.map((value) => value.toFixed(3))).toEqual(['0.243', '4.414', '0.793', '2.426']);
    expect(logLikelihood.toFixed(1)).toBe('-9582.4');
    expect(converged).toBe(true);
    expect(agreeingStarts).toBe(starts);
  });

  it('of all 23,570 CDNOW customers gives r 0.2516, alpha 4.7889, a 0.7234, b 2.1611, like scipy', () => {
    const { parameters, standardErrors, logLikelihood } = fitBgNbd(inWeeks(everyone.counts), 1);
    const scipy = everyone.bg_nbd;
    expect(parameters.map((value) => value.toFixed(4))).toEqual(['0.2516', '4.7889', '0.7234', '2.1611']);
    expect(Math.abs(logLikelihood - scipy.log_likelihood)).toBeLessThan(0.01);
    expect(logLikelihood).toBeCloseTo(-95368.444, 3);
    for (const [index, expected] of Object.values(scipy.standard_errors).entries()) {
      expect((standardErrors[index] as number) / expected).toBeCloseTo(1, 4);
    }
  });

  it('recovers the parameters of 30,000 simulated customers within three standard errors', () => {
    const rows = [...simulatedCustomers(cdnowOrders, { customers: 30_000, from: 27, to: 78, seed: 7 })].map(
      (history): PurchaseCount => ({ ...history, customers: 1 }),
    );
    const { parameters, standardErrors, converged } = fitBgNbd(rows, 1);
    expect(converged).toBe(true);
    for (const [index, truth] of Object.values(cdnowOrders).entries()) {
      const error = standardErrors[index] as number;
      expect(Math.abs((parameters[index] as number) - truth)).toBeLessThan(3 * error);
      expect(error / truth).toBeLessThan(0.1);
    }
  });

  it('is the same in days as in weeks, except for alpha and the density of time', () => {
    const weeks = inWeeks(sample.counts);
    const days = weeks.map(({ x, tX, T, customers }) => ({ x, tX: 7 * tX, T: 7 * T, customers }));
    const [r, alpha, a, b] = fitBgNbd(weeks, 1).parameters;
    const inDays = fitBgNbd(days, 1);
    const expected = [r, 7 * (alpha as number), a, b] as number[];
    for (const [index, value] of expected.entries())
      expect((inDays.parameters[index] as number) / value).toBeCloseTo(1, 6);
    const repeats = weeks.reduce((sum, { x, customers }) => sum + x * customers, 0);
    expect(inDays.logLikelihood).toBeCloseTo(fitBgNbd(weeks, 1).logLikelihood - repeats * Math.log(7), 5);
  });

  it('does not depend on how customers are grouped into rows', () => {
    const rows = countedByDay(simulatedCustomers(cdnowOrders, { customers: 500, from: 10, to: 60, seed: 3 }));
    const single = rows.flatMap((row) => Array.from({ length: row.customers }, () => ({ ...row, customers: 1 })));
    const [together, apart] = [fitBgNbd(rows, 1), fitBgNbd(single, 1)];
    for (const [index, value] of together.parameters.entries())
      expect(value / (apart.parameters[index] as number)).toBeCloseTo(1, 6);
  });

  it('reports the parameters that the data do not bound when nobody drops out', () => {
    const loyal = { r: 2, alpha: 10, a: 1e-9, b: 1 };
    const { converged, unbounded, parameters, standardErrors, covariance } = fitBgNbd(
      countedByDay(simulatedCustomers(loyal, { customers: 2000, from: 20, to: 60, seed: 5 })),
      1,
    );
    expect(converged).toBe(true);
    expect(unbounded).toContain(2);
    expect(standardErrors[2]).toBeNull();
    expect(parameters[0]).toBeCloseTo(2, 0);
    expect(covariance.flat().every(Number.isFinite)).toBe(true);
  });
});

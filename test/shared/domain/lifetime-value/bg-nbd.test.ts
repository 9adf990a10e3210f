import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BgNbdParameters,
  bgNbdLogLikelihood,
  probabilityAlive,
} from '../../../../shared/domain/lifetime-value/bg-nbd.ts';
import { anyHistory, anyParameters } from './arbitraries.ts';
import { type CdnowFixture, fixture, inWeeks } from './fixtures.ts';
import { cdnowOrders } from './simulated-buyers.ts';

interface Reference {
  parameters: BgNbdParameters;
  customers: { x: number; t_x: number; t: number; log_likelihood: number; probability_alive: number }[];
}
const { sets } = fixture<{ sets: Reference[] }>('bg-nbd');
const sample = fixture<CdnowFixture>('cdnow-sample');

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

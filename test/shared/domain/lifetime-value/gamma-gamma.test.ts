import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  expectedSpend,
  fitGammaGamma,
  type GammaGammaParameters,
  gammaGammaLogLikelihood,
} from '../../../../shared/domain/lifetime-value/gamma-gamma.ts';
import { magnitude } from './arbitraries.ts';
import { type CdnowFixture, fixture, spendCounts } from './fixtures.ts';
import { cdnowSpend, simulatedSpends } from './simulated-buyers.ts';

interface Reference {
  parameters: GammaGammaParameters;
  customers: { purchases: number; mean_spend: number; log_likelihood: number; expected_spend: number }[];
}
const { sets } = fixture<{ sets: Reference[] }>('gamma-gamma');
const sample = fixture<CdnowFixture>('cdnow-sample');
const tenth = fixture<CdnowFixture>('cdnow-tenth');

describe('the likelihood', () => {
  it('equals scipy’s for 400 random customers to 1e-9', () => {
    for (const { parameters, customers } of sets) {
      for (const { purchases, mean_spend: meanSpend, log_likelihood } of customers) {
        const row = { purchases, meanSpend, customers: 1 };
        expect(gammaGammaLogLikelihood([row], parameters)).toBeCloseTo(log_likelihood, 9);
      }
    }
  });
});

describe('expected spend', () => {
  it('equals mpmath’s for 400 random customers to 12 digits', () => {
    for (const { parameters, customers } of sets) {
      for (const { purchases, mean_spend, expected_spend } of customers) {
        expect(expectedSpend(parameters, purchases, mean_spend) / expected_spend).toBeCloseTo(1, 12);
      }
    }
  });

  it('of a customer without purchases is the population mean p·gamma / (q − 1), 35.22 for CDNOW', () => {
    expect(expectedSpend(cdnowSpend, 0, 0)).toBeCloseTo((6.25 * 15.44) / 2.74, 10);
  });

  it('lies between the customer’s mean and the population mean, closer to the former with more purchases', () => {
    fc.assert(
      fc.property(magnitude(-1, 3), fc.integer({ min: 1, max: 500 }), (mean, purchases) => {
        const population = expectedSpend(cdnowSpend, 0, 0);
        const distance = (n: number) => Math.abs(expectedSpend(cdnowSpend, n, mean) - mean);
        expect(distance(purchases)).toBeLessThanOrEqual(Math.abs(population - mean) + 1e-9);
        expect(distance(purchases + 1)).toBeLessThanOrEqual(distance(purchases) + 1e-9);
      }),
    );
  });
});

describe('the fit', () => {
  it('of the CDNOW sample gives the published p 6.25, q 3.74, gamma 15.44', () => {
    const { parameters, logLikelihood, converged } = fitGammaGamma(spendCounts(sample.spends), 1);
    expect(parameters.map((value) => value.toFixed(2))).toEqual(['6.25', '3.74', '15.44']);
    expect(logLikelihood).toBeCloseTo(sample.gamma_gamma.log_likelihood, 5);
    expect(converged).toBe(true);
  });

  it('of a tenth of CDNOW, including first purchases, agrees with scipy in parameters and standard errors', () => {
    const { parameters, standardErrors, logLikelihood } = fitGammaGamma(spendCounts(tenth.spends), 1);
    const scipy = tenth.gamma_gamma;
    expect(Math.abs(logLikelihood - scipy.log_likelihood)).toBeLessThan(0.01);
    for (const [index, [value, error]] of Object.entries(scipy.parameters)
      .map(([name, value]) => [value, scipy.standard_errors[name as 'p']] as const)
      .entries()) {
      expect((parameters[index] as number) / value).toBeCloseTo(1, 3);
      expect((standardErrors[index] as number) / error).toBeCloseTo(1, 2);
    }
  });

  it('recovers the parameters of 20,000 simulated customers within three standard errors', () => {
    const purchases = Array.from({ length: 20_000 }, (_, index) => 1 + (index % 7));
    const { parameters, standardErrors } = fitGammaGamma(simulatedSpends(cdnowSpend, purchases, 13), 1);
    for (const [index, truth] of Object.values(cdnowSpend).entries()) {
      const error = standardErrors[index] as number;
      expect(Math.abs((parameters[index] as number) - truth)).toBeLessThan(3 * error);
      expect(error / truth).toBeLessThan(0.1);
    }
  });

  it('is the same in cents as in dollars, except for gamma', () => {
    const dollars = simulatedSpends(
      cdnowSpend,
      Array.from({ length: 500 }, (_, index) => 1 + (index % 4)),
      17,
    );
    const cents = dollars.map((row) => ({ ...row, meanSpend: 100 * row.meanSpend }));
    const [p, q, gamma] = fitGammaGamma(dollars, 1).parameters as [number, number, number];
    const inCents = fitGammaGamma(cents, 1).parameters;
    for (const [index, expected] of [p, q, 100 * gamma].entries()) {
      expect((inCents[index] as number) / expected).toBeCloseTo(1, 6);
    }
  });
});

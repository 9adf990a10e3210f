import { describe, expect, it } from 'vitest';
import { type BgNbdParameters, bgNbdLogLikelihood } from '../../../../shared/domain/lifetime-value/bg-nbd.ts';
import { bgNbdEvaluator, fitBgNbd } from '../../../../shared/domain/lifetime-value/fit-bg-nbd.ts';
import type { PurchaseCount } from '../../../../shared/domain/lifetime-value/purchase-counts.ts';
import { type CdnowFixture, fixture, inWeeks } from './fixtures.ts';
import { cdnowOrders, countedByDay, simulatedCustomers } from './simulated-buyers.ts';

const sample = fixture<CdnowFixture>('cdnow-sample');
const everyone = fixture<CdnowFixture>('cdnow');

describe('the likelihood with derivatives', () => {
  interface Reference {
    parameters: BgNbdParameters;
    customers: { x: number; t_x: number; t: number; log_likelihood: number }[];
  }
  const { sets } = fixture<{ sets: Reference[] }>('bg-nbd');
  const inOrder = ({ r, alpha, a, b }: BgNbdParameters) => [r, alpha, a, b];

  it('equals scipy’s of 1,200 random customers to 1e-9', () => {
    for (const { parameters, customers } of sets) {
      for (const { x, t_x: tX, t: T, log_likelihood } of customers) {
        const { value } = bgNbdEvaluator([{ x, tX, T, customers: 1 }])(inOrder(parameters));
        expect(value).toBeCloseTo(log_likelihood, 9);
      }
    }
  });

  it('equals the sum over the paper’s factors A1 to A4, grouped or not', () => {
    const rows = inWeeks(sample.counts);
    const factors = bgNbdLogLikelihood(rows, cdnowOrders);

    expect(bgNbdEvaluator(rows)(inOrder(cdnowOrders)).value / factors).toBeCloseTo(1, 12);
  });

  it('has the gradient and the Hessian that central differences give', () => {
    const evaluate = bgNbdEvaluator(inWeeks(sample.counts));
    const at = inOrder(cdnowOrders);
    const { gradient, hessian } = evaluate(at);

    for (const [index, parameter] of at.entries()) {
      const step = 1e-4 * parameter;
      const [above, below] = [step, -step].map((move) => evaluate(at.with(index, parameter + move)));
      if (!above || !below) throw new Error('not evaluated');
      // The gradient is close to 0 at the maximum: both are compared with what the Hessian makes of one per cent.
      const scale = Math.abs(hessian[index]?.[index] ?? 0) * 0.01 * parameter;
      const slope = (above.value - below.value) / (2 * step);
      expect(Math.abs(slope - (gradient[index] ?? Number.NaN)) / scale).toBeLessThan(1e-4);
      for (const [other, entry] of (hessian[index] ?? []).entries()) {
        const curvature = ((above.gradient[other] ?? 0) - (below.gradient[other] ?? 0)) / (2 * step);
        expect(Math.abs(curvature - entry) / Math.abs(hessian[other]?.[other] ?? 0)).toBeLessThan(1e-5);
      }
    }
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

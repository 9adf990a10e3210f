import { describe, expect, it } from 'vitest';
import { type Likelihood, maximise } from '../../../../shared/domain/lifetime-value/maximum-likelihood.ts';

/** The likelihood of n exponential waiting times with sum s: −n ln m − s/m has its maximum at m = s/n, with error m/√n. */
const exponentialMean = (n: number, sum: number, start: number): Likelihood => ({
  start: [start],
  lowerBounds: [0],
  evaluate: ([mean = 0]) => ({
    value: -n * Math.log(mean) - sum / mean,
    gradient: [-n / mean + sum / mean ** 2],
    hessian: [[n / mean ** 2 - (2 * sum) / mean ** 3]],
  }),
});

describe('the search', () => {
  it('finds the mean of exponential waiting times and its standard error, known in closed form', () => {
    const { parameters, standardErrors, logLikelihood, converged } = maximise(exponentialMean(400, 1000, 1), 1);
    expect(parameters[0]).toBeCloseTo(2.5, 7);
    expect(standardErrors[0]).toBeCloseTo(2.5 / 20, 7);
    expect(logLikelihood).toBeCloseTo(-400 * Math.log(2.5) - 400, 9);
    expect(converged).toBe(true);
  });

  it('converges from a start that is off by a factor of a thousand, where the likelihood is not concave', () => {
    const { parameters, agreeingStarts, starts } = maximise(exponentialMean(400, 1000, 2500), 1);
    expect(parameters[0]).toBeCloseTo(2.5, 7);
    expect(agreeingStarts).toBe(starts);
  });

  it('ends at the maximum of all data, whatever the subsample', () => {
    const all = exponentialMean(400, 1000, 1);
    const elsewhere = exponentialMean(4, 11, 1).evaluate;
    const nowhere = () => ({ value: Number.NaN, gradient: [Number.NaN], hessian: [[Number.NaN]] });
    const everMore = ([m = 0]: readonly number[]) => ({
      value: -1 / m,
      gradient: [1 / m ** 2],
      hessian: [[-2 / m ** 3]],
    });

    const near = maximise({ ...all, evaluateSubsample: elsewhere }, 1);
    expect(near.parameters[0]).toBeCloseTo(2.5, 7);
    expect(near.iterations).toBeLessThan(maximise(all, 1).iterations);
    for (const evaluateSubsample of [nowhere, everMore])
      expect(maximise({ ...all, evaluateSubsample }, 1)).toEqual(maximise(all, 1));
  });

  it('maximises the negative Rosenbrock function', () => {
    const likelihood: Likelihood = {
      start: [4, 0.5],
      lowerBounds: [0, 0],
      evaluate: ([x = 0, y = 0]) => ({
        value: -((1 - x) ** 2) - 100 * (y - x * x) ** 2,
        gradient: [2 * (1 - x) + 400 * x * (y - x * x), -200 * (y - x * x)],
        hessian: [
          [-2 + 400 * (y - x * x) - 800 * x * x, 400 * x],
          [400 * x, -200],
        ],
      }),
    };
    const { parameters, converged } = maximise(likelihood, 1);
    expect(converged).toBe(true);
    expect(parameters[0]).toBeCloseTo(1, 4);
    expect(parameters[1]).toBeCloseTo(1, 4);
  });

  it('reports a parameter as unbounded when the likelihood always increases with it', () => {
    const likelihood: Likelihood = {
      start: [1],
      lowerBounds: [0],
      evaluate: ([m = 0]) => ({ value: -1 / m, gradient: [1 / m ** 2], hessian: [[-2 / m ** 3]] }),
    };
    const { parameters, unbounded, standardErrors, covariance } = maximise(likelihood, 1);
    expect(unbounded).toEqual([0]);
    expect(parameters[0]).toBeCloseTo(1e4, 6);
    expect(standardErrors).toEqual([null]);
    expect(covariance).toEqual([[0]]);
  });

  it('reports failure when the log-likelihood is NaN everywhere', () => {
    const nowhere = { value: Number.NaN, gradient: [Number.NaN], hessian: [[Number.NaN]] };
    expect(maximise({ start: [1], lowerBounds: [0], evaluate: () => nowhere }, 1).converged).toBe(false);
  });

  it('takes the same path for the same seed', () => {
    expect(maximise(exponentialMean(9, 4, 1), 5)).toEqual(maximise(exponentialMean(9, 4, 1), 5));
  });
});

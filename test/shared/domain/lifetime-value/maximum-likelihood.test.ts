import { describe, expect, it } from 'vitest';
import { type Likelihood, maximise } from '../../../../shared/domain/lifetime-value/maximum-likelihood.ts';

/** n exponential waits with sum s, and as many Poisson counts: −n ln m − s/m is largest at m = s/n, with deviation m/√n. */
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
  it('finds the mean of exponential waits and its standard error, known in closed form', () => {
    const { parameters, standardErrors, logLikelihood, converged } = maximise(exponentialMean(400, 1000, 1), 1);
    expect(parameters[0]).toBeCloseTo(2.5, 7);
    expect(standardErrors[0]).toBeCloseTo(2.5 / 20, 7);
    expect(logLikelihood).toBeCloseTo(-400 * Math.log(2.5) - 400, 9);
    expect(converged).toBe(true);
  });

  it('gets there from a start that is a thousand times off, where the curve bends the wrong way', () => {
    const { parameters, agreeingStarts, starts } = maximise(exponentialMean(400, 1000, 2500), 1);
    expect(parameters[0]).toBeCloseTo(2.5, 7);
    expect(agreeingStarts).toBe(starts);
  });

  it('ends at the maximum of all data wherever few of them lead', () => {
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

  it('climbs over the valley of Rosenbrock', () => {
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

  it('says that a parameter is unbounded when more of it is always better', () => {
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

  it('says that it failed when the log-likelihood is nowhere a number', () => {
    const nowhere = { value: Number.NaN, gradient: [Number.NaN], hessian: [[Number.NaN]] };
    expect(maximise({ start: [1], lowerBounds: [0], evaluate: () => nowhere }, 1).converged).toBe(false);
  });

  it('takes the same path for the same seed', () => {
    expect(maximise(exponentialMean(9, 4, 1), 5)).toEqual(maximise(exponentialMean(9, 4, 1), 5));
  });
});

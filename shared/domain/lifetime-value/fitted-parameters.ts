import { z } from 'zod';
import { itemAt, zipWith } from '../collections/indexing.ts';
import type { Estimate } from './maximum-likelihood.ts';

/**
 * Returns the schema of a fit in `model.json`: named parameters, with figures on the quality of the fit.
 * @example
 * fittedSchema(['r', 'alpha']).shape.unbounded.parse(['alpha']) // => ['alpha']
 * fittedSchema(['r', 'alpha']).shape.unbounded.parse(['beta']) // throws ZodError
 */
export const fittedSchema = <Names extends readonly [string, ...string[]]>(names: Names) => {
  const name = z.enum(names);
  return z.object({
    parameters: z.record(name, z.number()),
    /** Null for unbounded parameters. */
    standard_errors: z.record(name, z.number().nullable()),
    /** Parameters that the data do not bound: they ended at a limit of their range. */
    unbounded: z.array(name),
    /** Covariance of the logs of the parameters, in their order (for q, of ln(q − 1)). */
    covariance: z.array(z.array(z.number())),
    log_likelihood: z.number(),
    iterations: z.number().int(),
    converged: z.boolean(),
    starts: z.number().int(),
    /** Number of starts that reached the same maximum. */
    agreeing_starts: z.number().int(),
  });
};

/**
 * Converts an estimate to the form stored in `model.json`.
 * @param names names of the parameters, in the order of the estimate
 * @example
 * const counted = { logLikelihood: -9582.4, iterations: 7, converged: true, starts: 3, agreeingStarts: 3 };
 * const estimate = { parameters: [0.243], standardErrors: [null], covariance: [[0]], unbounded: [0], ...counted };
 * const { parameters, unbounded } = fittedParameters(['r'], estimate);
 * parameters // => { r: 0.243 }
 * unbounded // => ['r']
 */
export function fittedParameters<Name extends string>(names: readonly Name[], estimate: Estimate) {
  const byName = <Value>(values: readonly Value[]) =>
    Object.fromEntries(zipWith(names, values, (name, value) => [name, value])) as Record<Name, Value>;
  return {
    parameters: byName(estimate.parameters),
    standard_errors: byName(estimate.standardErrors),
    unbounded: estimate.unbounded.map((index) => itemAt(names, index)),
    covariance: estimate.covariance,
    log_likelihood: estimate.logLikelihood,
    iterations: estimate.iterations,
    converged: estimate.converged,
    starts: estimate.starts,
    agreeing_starts: estimate.agreeingStarts,
  };
}

/**
 * Computes the standard deviation of a function of the parameters by the delta method, √(sᵀ Σ s).
 * @param slope s, the gradient of the function with respect to the logs of the parameters
 * @param covariance Σ, the covariance of the logs of the parameters
 * @example
 * logDeviation([1, 2], [[0.04, 0], [0, 0.09]]) // => 0.6325
 */
export function logDeviation(slope: readonly number[], covariance: readonly (readonly number[])[]): number {
  let variance = 0;
  let i = 0;
  for (const row of covariance) {
    const slopeI = itemAt(slope, i++);
    let j = 0;
    for (const entry of row) variance += slopeI * entry * itemAt(slope, j++);
  }
  return Math.sqrt(Math.max(variance, 0));
}

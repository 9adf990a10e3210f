import { z } from 'zod';
import { itemAt, zipWith } from '../collections/indexing.ts';
import type { Estimate } from './maximum-likelihood.ts';

/**
 * The schema of a fit as the model keeps it: named parameters with the figures that show how far to trust them.
 * @example
 * fittedSchema(['r', 'alpha']).shape.unbounded.parse(['alpha']) // => ['alpha']
 * fittedSchema(['r', 'alpha']).shape.unbounded.parse(['beta']) // throws ZodError
 */
export const fittedSchema = <Names extends readonly [string, ...string[]]>(names: Names) => {
  const name = z.enum(names);
  return z.object({
    parameters: z.record(name, z.number()),
    /** Null for a parameter that the data do not bound. */
    standard_errors: z.record(name, z.number().nullable()),
    /** Parameters that ran to the end of their range. */
    unbounded: z.array(name),
    /** Of the logs of the parameters, in their order (for q of ln(q − 1)). */
    covariance: z.array(z.array(z.number())),
    log_likelihood: z.number(),
    iterations: z.number().int(),
    converged: z.boolean(),
    starts: z.number().int(),
    /** Starts that ended at the same maximum. */
    agreeing_starts: z.number().int(),
  });
};

/**
 * An estimate as the model keeps it.
 * @param names of the parameters, in the order of the estimate
 * @example
 * const counted = { logLikelihood: -9582.4, iterations: 7, converged: true, starts: 3, agreeingStarts: 3 };
 * const estimate = { parameters: [0.243], standardErrors: [null], covariance: [[0]], unbounded: [0], ...counted };
 * const { parameters, unbounded } = fittedParameters(['r'], estimate);
 * parameters // => { r: 0.243 }
 * unbounded // => ['r']
 */
export function fittedParameters<Name extends string>(names: readonly Name[], estimate: Estimate) {
  const named = <Value>(values: readonly Value[]) =>
    Object.fromEntries(zipWith(names, values, (name, value) => [name, value])) as Record<Name, Value>;
  return {
    parameters: named(estimate.parameters),
    standard_errors: named(estimate.standardErrors),
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
 * Standard deviation, by the delta method, of a quantity with this slope by the logs of the parameters: √(sᵀ Σ s).
 * @param slope s, one entry a parameter
 * @param covariance Σ, of the logs of the parameters
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

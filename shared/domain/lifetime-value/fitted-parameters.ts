import { z } from 'zod';
import type { Estimate } from './maximum-likelihood.ts';

/** A fit as it is kept: named parameters and all that tells how far to trust them. */
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

export function fittedParameters<Name extends string>(names: readonly Name[], estimate: Estimate) {
  const named = <Value>(values: readonly Value[]) =>
    Object.fromEntries(names.map((name, index) => [name, values[index]])) as Record<Name, Value>;
  return {
    parameters: named(estimate.parameters),
    standard_errors: named(estimate.standardErrors),
    unbounded: estimate.unbounded.map((index) => names[index] as Name),
    covariance: estimate.covariance,
    log_likelihood: estimate.logLikelihood,
    iterations: estimate.iterations,
    converged: estimate.converged,
    starts: estimate.starts,
    agreeing_starts: estimate.agreeingStarts,
  };
}

/** Standard deviation, by the delta method, of something with this slope by the logs of the parameters. */
export function logDeviation(slope: readonly number[], covariance: readonly (readonly number[])[]): number {
  let variance = 0;
  for (let i = 0; i < covariance.length; i++) {
    const row = covariance[i] as readonly number[];
    for (let j = 0; j < row.length; j++) variance += (slope[i] as number) * (row[j] as number) * (slope[j] as number);
  }
  return Math.sqrt(Math.max(variance, 0));
}

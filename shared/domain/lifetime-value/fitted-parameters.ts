import type { Estimate } from './maximum-likelihood.ts';

/** A fit as it is kept: named parameters and all that tells how far to trust them. */
export interface FittedParameters<Name extends string> {
  parameters: Record<Name, number>;
  /** Null for a parameter that the data do not bound. */
  standardErrors: Record<Name, number | null>;
  /** Parameters that ran to the end of their range. */
  unbounded: Name[];
  /** Of the logs of the parameters, in their order (for q of ln(q − 1)). */
  covariance: number[][];
  logLikelihood: number;
  iterations: number;
  converged: boolean;
  starts: number;
  agreeingStarts: number;
}

export function fittedParameters<Name extends string>(
  names: readonly Name[],
  { parameters, standardErrors, unbounded, ...rest }: Estimate,
): FittedParameters<Name> {
  const named = <Value>(values: readonly Value[]) =>
    Object.fromEntries(names.map((name, index) => [name, values[index]])) as Record<Name, Value>;
  return {
    parameters: named(parameters),
    standardErrors: named(standardErrors),
    unbounded: unbounded.map((index) => names[index] as Name),
    ...rest,
  };
}

/** Standard deviation, by the delta method, of something with this slope by the logs of the parameters. */
export function logDeviation(slope: readonly number[], covariance: readonly (readonly number[])[]): number {
  let variance = 0;
  for (const [i, row] of covariance.entries()) {
    for (const [j, entry] of row.entries()) variance += (slope[i] as number) * entry * (slope[j] as number);
  }
  return Math.sqrt(Math.max(variance, 0));
}

import { randomLcg, randomNormal } from 'd3-random';
import { cholesky, inverse, solve } from './cholesky.ts';

/** A log-likelihood at one point, with its first and second derivatives. */
export interface Curve {
  value: number;
  gradient: number[];
  hessian: number[][];
}

/** A log-likelihood of positive parameters; each is `least` plus something positive. */
export interface Likelihood {
  at(parameters: readonly number[]): Curve;
  /** The same of few of many data: a search ends near the maximum on these first, for a fraction of the time. */
  ofFew?: ((parameters: readonly number[]) => Curve) | undefined;
  /** A plausible point to start from; the other starts scatter around it. */
  start: readonly number[];
  /** What each parameter must exceed. */
  least: readonly number[];
}

/** Where the search ended. */
export interface Estimate {
  parameters: number[];
  /** One standard deviation, in the parameters' own units; null for one that ended at the end of its range. */
  standardErrors: (number | null)[];
  /** Of ln(parameter − least), the inverse of the negative Hessian; rows of zeros for parameters at the end of their range. */
  covariance: number[][];
  logLikelihood: number;
  /** Newton steps of the start that won, on all data. */
  iterations: number;
  /** Whether another step promised a gain of less than 10⁻¹² of the log-likelihood. */
  converged: boolean;
  starts: number;
  /** How many starts ended at the same maximum, within 0.01 of log-likelihood. */
  agreeingStarts: number;
  /** Indices of parameters that ran to the end of their range: the data do not bound them. */
  unbounded: number[];
}

const STARTS = 3;
/** Of more than twice as many data, about so many are few that the maximum of all is near theirs. */
const FEW = 20_000;
/** Standard deviation of the scattered starts, in logs. */
const SCATTER = 1;
const MAX_ITERATIONS = 100;
/** A step changes no parameter by more than a factor e². */
const LONGEST_STEP = 2;
/** Parameters stay within this factor of their start, both ways: ln 10⁴. */
const RANGE = Math.log(1e4);
/** The end of the range, whatever rounding made of it. */
const END = RANGE - 1e-9;
const TOLERANCE = 1e-12;
/** A standard deviation that is larger than this in logs says that the data tell nothing. */
const WIDEST = 5;

/**
 * The maximum of a log-likelihood by Newton's method in ln(parameter − least), from several seeded starts. In logs every
 * parameter is free, and another unit of time or money only shifts the start: it changes neither path nor end.
 * @param seed of the scattered starts
 * @see Nocedal & Wright (2006), Numerical Optimization, algorithms 3.2 and 3.3
 */
export function maximise(likelihood: Likelihood, seed: number): Estimate {
  const origin = likelihood.start.map((value, index) => Math.log(value - (likelihood.least[index] as number)));
  const noise = randomNormal.source(randomLcg(seed))(0, SCATTER);
  const ends: Search[] = [];
  for (let start = 0; start < STARTS; start++) {
    const first = start === 0 ? origin : origin.map((value) => value + noise());
    ends.push(climb(likelihood, origin, nearer(likelihood, origin, first)));
  }
  const best = ends.reduce((a, b) => (b.curve.value > a.curve.value ? b : a));
  return {
    ...described(likelihood, best),
    starts: STARTS,
    agreeingStarts: ends.filter(({ curve }) => best.curve.value - curve.value < 0.01).length,
  };
}

/** Evenly picked data for {@link Likelihood.ofFew}; undefined where there are not many. */
export function fewOf<Row>(rows: readonly Row[]): Row[] | undefined {
  const every = Math.floor(rows.length / FEW);
  return every > 1 ? rows.filter((_, index) => index % every === 0) : undefined;
}

interface Search {
  at: number[];
  curve: Curve;
  /** Indices of parameters that are not held at the end of their range. */
  free: number[];
  iterations: number;
  converged: boolean;
}

/** Where few of the data lead to; the start itself where they do not tell. */
function nearer({ ofFew, ...likelihood }: Likelihood, origin: readonly number[], start: number[]): number[] {
  const few = ofFew && climb({ ...likelihood, at: ofFew }, origin, start);
  return few?.converged && few.free.length === start.length ? few.at : start;
}

function climb(likelihood: Likelihood, origin: readonly number[], start: number[]): Search {
  let at = start;
  let curve = curveInLogs(likelihood, at);
  for (let iterations = 0; ; iterations++) {
    const free = freeAt(at, curve.gradient, origin);
    const step = newtonStep(curve, free);
    const gain = step.reduce((sum, move, index) => sum + move * (curve.gradient[index] as number), 0) / 2;
    const converged = gain <= TOLERANCE * (1 + Math.abs(curve.value));
    if (converged || !(gain > 0) || iterations === MAX_ITERATIONS) return { at, curve, free, iterations, converged };
    const next = search(likelihood, origin, at, curve, step);
    if (!next) return { at, curve, free, iterations, converged };
    [at, curve] = next;
  }
}

/** The first point along the step, halving it, that is better by a ten-thousandth of what the slope promises. */
function search(
  likelihood: Likelihood,
  origin: readonly number[],
  at: readonly number[],
  { value, gradient }: Curve,
  step: readonly number[],
): [number[], Curve] | undefined {
  for (let length = 1; length > 1e-9; length /= 2) {
    const next = at.map((start, index) => {
      const centre = origin[index] as number;
      return Math.min(Math.max(start + length * (step[index] as number), centre - RANGE), centre + RANGE);
    });
    const promised = next.reduce(
      (sum, end, index) => sum + (end - (at[index] as number)) * (gradient[index] as number),
      0,
    );
    const curve = curveInLogs(likelihood, next);
    if (curve.value >= value + 1e-4 * promised) return [next, curve];
  }
  return undefined;
}

/** Parameters that are inside their range, or would move back into it. */
function freeAt(at: readonly number[], gradient: readonly number[], origin: readonly number[]): number[] {
  return [...at.keys()].filter((index) => {
    const beyond = (at[index] as number) - (origin[index] as number);
    const slope = gradient[index] as number;
    return !((beyond >= END && slope >= 0) || (beyond <= -END && slope <= 0));
  });
}

/** Where the log-likelihood is not concave, the Hessian is shifted until it is: then the step leans towards the slope. */
function newtonStep({ gradient, hessian }: Curve, free: readonly number[]): number[] {
  const information = free.map((i) => free.map((j) => -((hessian[i] as number[])[j] as number)));
  const largest = Math.max(...information.flat().map(Math.abs));
  let lower = cholesky(information);
  for (let shift = 1e-6 * largest; !lower && shift <= 1e6 * largest; shift *= 10)
    lower = cholesky(plusOnDiagonal(information, shift));
  const moves = lower
    ? solve(
        lower,
        free.map((index) => gradient[index] as number),
      )
    : free.map(() => 0);
  const shortened = Math.min(1, LONGEST_STEP / Math.max(...moves.map(Math.abs), LONGEST_STEP));
  const step = gradient.map(() => 0);
  for (const [place, index] of free.entries()) step[index] = shortened * (moves[place] as number);
  return step;
}

/** The curve in φ = ln(parameter − least): dparameter/dφ = d²parameter/dφ² = parameter − least. */
function curveInLogs({ at, least }: Likelihood, logs: readonly number[]): Curve {
  const rates = logs.map(Math.exp);
  const { value, gradient, hessian } = at(rates.map((rate, index) => rate + (least[index] as number)));
  const slope = gradient.map((entry, index) => entry * (rates[index] as number));
  return {
    value,
    gradient: slope,
    hessian: hessian.map((row, i) =>
      row.map((entry, j) => entry * (rates[i] as number) * (rates[j] as number) + (i === j ? (slope[i] as number) : 0)),
    ),
  };
}

function described({ least }: Likelihood, { at, curve, free, iterations, converged }: Search) {
  const known = covarianceOf(curve, free);
  const covariance = at.map((_, i) => at.map((_, j) => known[free.indexOf(i)]?.[free.indexOf(j)] ?? 0));
  const standardErrors = at.map((log, index) =>
    free.includes(index) ? Math.exp(log) * Math.sqrt((covariance[index] as number[])[index] as number) : null,
  );
  return {
    parameters: at.map((log, index) => Math.exp(log) + (least[index] as number)),
    standardErrors,
    covariance,
    logLikelihood: curve.value,
    iterations,
    converged: converged && known.length === free.length,
    unbounded: [...at.keys()].filter((index) => !free.includes(index)),
  };
}

/**
 * The inverse of the information. Where the data say nothing about some direction it does not exist or is huge; a little
 * information from outside then keeps every standard deviation below {@link WIDEST}.
 */
function covarianceOf({ hessian }: Curve, free: readonly number[]): number[][] {
  const information = free.map((i) => free.map((j) => -((hessian[i] as number[])[j] as number)));
  const exact = inverse(information);
  if (exact?.every((row, index) => (row[index] as number) <= WIDEST ** 2)) return exact;
  return inverse(plusOnDiagonal(information, WIDEST ** -2)) ?? [];
}

function plusOnDiagonal(matrix: number[][], shift: number): number[][] {
  return matrix.map((row, i) => row.map((entry, j) => (i === j ? entry + shift : entry)));
}

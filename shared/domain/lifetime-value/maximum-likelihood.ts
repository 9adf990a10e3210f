import { randomLcg, randomNormal } from 'd3-random';
import { Matrix } from 'ml-matrix';
import { itemAt, zipWith } from '../collections/indexing.ts';
import { cholesky, inverse } from './cholesky.ts';

/** A log-likelihood at one point, with its first and second derivatives. */
export interface Evaluation {
  value: number;
  gradient: number[];
  /** Symmetric. */
  hessian: number[][];
}

/** A log-likelihood of parameters that each exceed a lower bound. */
export interface Likelihood {
  evaluate(parameters: readonly number[]): Evaluation;
  /** The same of a part of the data: where that is a small part, a search that begins with it takes a fraction of the time. */
  evaluateSubsample?: ((parameters: readonly number[]) => Evaluation) | undefined;
  /** A plausible point to start from; the other starts scatter around it. */
  start: readonly number[];
  /** What each parameter must exceed. */
  lowerBounds: readonly number[];
}

/** Where the search ended. */
export interface Estimate {
  parameters: number[];
  /** One standard deviation, in the parameters' own units; null for one that ended at the end of its range. */
  standardErrors: (number | null)[];
  /** Of ln(parameter − lower bound), the inverse of the negative Hessian; rows of zeros for parameters at the end of their range. */
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
/** The maximum over a subsample of this size is near that over all rows. */
const SUBSAMPLE_SIZE = 20_000;
/** Standard deviation of the scattered starts, in logs. */
const SCATTER = 1;
const MAX_ITERATIONS = 100;
/** A step changes no parameter by more than a factor e². */
const MAX_STEP = 2;
/** Parameters stay within this factor of their start, both ways: ln 10⁴. */
const RANGE = Math.log(1e4);
/** The end of the range, allowing for rounding. */
const END = RANGE - 1e-9;
const TOLERANCE = 1e-12;
/** A larger standard deviation in logs means that the data carry no information. */
const MAX_DEVIATION = 5;

/**
 * Maximises a log-likelihood by Newton's method in ln(parameter − lower bound), from several seeded starts. In logs every
 * parameter is free, and another unit of time or money only shifts the start: it changes neither path nor end.
 * @param seed of the scattered starts
 * @see Nocedal & Wright (2006), Numerical Optimization, algorithms 3.2 and 3.3
 * @example
 * const n = 400, sum = 1000;
 * const evaluate = ([mean]) => ({
 *   value: -n * Math.log(mean) - sum / mean,
 *   gradient: [-n / mean + sum / mean ** 2],
 *   hessian: [[n / mean ** 2 - (2 * sum) / mean ** 3]],
 * });
 * const { parameters, standardErrors } = maximise({ evaluate, start: [1], lowerBounds: [0] }, 1);
 * parameters // => [2.5000]
 * standardErrors // => [0.1250]
 */
export function maximise(likelihood: Likelihood, seed: number): Estimate {
  const origin = zipWith(likelihood.start, likelihood.lowerBounds, (start, bound) => Math.log(start - bound));
  const noise = randomNormal.source(randomLcg(seed))(0, SCATTER);
  const ends = Array.from({ length: STARTS }, (_, start) => {
    const first = start === 0 ? origin : origin.map((value) => value + noise());
    return climb(likelihood, origin, improveStart(likelihood, origin, first));
  });
  const best = ends.reduce((a, b) => (b.evaluation.value > a.evaluation.value ? b : a));
  return {
    ...estimateAt(likelihood, best),
    starts: STARTS,
    agreeingStarts: ends.filter(({ evaluation }) => best.evaluation.value - evaluation.value < 0.01).length,
  };
}

/**
 * Evenly picked rows for {@link Likelihood.evaluateSubsample}, some 20,000 to 40,000.
 * @returns undefined where there are not twice as many to pick from
 * @example
 * subsample(Array.from({ length: 60_000 }, (_, index) => index)).slice(0, 3) // => [0, 3, 6]
 * subsample([1, 2, 3]) // => undefined
 */
export function subsample<Row>(rows: readonly Row[]): Row[] | undefined {
  const every = Math.floor(rows.length / SUBSAMPLE_SIZE);
  return every > 1 ? rows.filter((_, index) => index % every === 0) : undefined;
}

/** A point of the search, in logs. */
interface Climb {
  point: number[];
  evaluation: Evaluation;
  /** Indices of parameters that are not held at the end of their range. */
  free: number[];
  iterations: number;
  converged: boolean;
}

/** Where a search over the subsample ends; the start itself where that search fails. */
function improveStart(
  { evaluateSubsample, ...likelihood }: Likelihood,
  origin: readonly number[],
  start: number[],
): number[] {
  const found = evaluateSubsample && climb({ ...likelihood, evaluate: evaluateSubsample }, origin, start);
  return found?.converged && found.free.length === start.length ? found.point : start;
}

function climb(likelihood: Likelihood, origin: readonly number[], start: number[]): Climb {
  let point = start;
  let evaluation = evaluateInLogs(likelihood, point);
  for (let iterations = 0; ; iterations++) {
    const free = freeParameters(point, evaluation.gradient, origin);
    const step = newtonStep(evaluation, free);
    const gain = dot(step, evaluation.gradient) / 2;
    const converged = gain <= TOLERANCE * (1 + Math.abs(evaluation.value));
    const isOver = converged || !(gain > 0) || iterations === MAX_ITERATIONS;
    const next = isOver ? undefined : lineSearch(likelihood, origin, point, evaluation, step);
    if (!next) return { point, evaluation, free, iterations, converged };
    ({ point, evaluation } = next);
  }
}

/** Halves the step until it gains at least a ten-thousandth of what the slope promises (the Armijo condition). */
function lineSearch(
  likelihood: Likelihood,
  origin: readonly number[],
  point: readonly number[],
  { value, gradient }: Evaluation,
  step: readonly number[],
): Pick<Climb, 'point' | 'evaluation'> | undefined {
  for (let length = 1; length > 1e-9; length /= 2) {
    const moved = zipWith(point, step, (from, move) => from + length * move);
    const next = zipWith(moved, origin, (to, centre) => Math.min(Math.max(to, centre - RANGE), centre + RANGE));
    const evaluation = evaluateInLogs(likelihood, next);
    const promised = dot(
      zipWith(next, point, (to, from) => to - from),
      gradient,
    );
    if (evaluation.value >= value + 1e-4 * promised) return { point: next, evaluation };
  }
  return undefined;
}

/** Indices of parameters that are inside their range, or would move back into it. */
function freeParameters(point: readonly number[], gradient: readonly number[], origin: readonly number[]): number[] {
  const beyond = zipWith(point, origin, (value, centre) => value - centre);
  const isFree = zipWith(
    beyond,
    gradient,
    (distance, slope) => !((distance >= END && slope >= 0) || (distance <= -END && slope <= 0)),
  );
  return [...isFree.keys()].filter((index) => isFree[index]);
}

/** Where the log-likelihood is not concave, the Hessian is shifted until it is: then the step leans towards the slope. */
function newtonStep({ gradient, hessian }: Evaluation, free: readonly number[]): number[] {
  const step = gradient.map(() => 0);
  if (free.length === 0) return step;
  const information = informationOf(hessian, free);
  const largest = Math.max(...information.flat().map(Math.abs));
  let decomposition = cholesky(information);
  for (let shift = 1e-6 * largest; !decomposition && shift <= 1e6 * largest; shift *= 10)
    decomposition = cholesky(plusOnDiagonal(information, shift));
  if (!decomposition) return step;
  const slope = free.map((index) => itemAt(gradient, index));
  const moves = decomposition.solve(Matrix.columnVector(slope)).to1DArray();
  const shortened = Math.min(1, MAX_STEP / Math.max(...moves.map(Math.abs), MAX_STEP));
  zipWith(free, moves, (index, move) => {
    step[index] = shortened * move;
  });
  return step;
}

/** Derivatives by φ = ln(parameter − lower bound): dparameter/dφ = d²parameter/dφ² = parameter − lower bound. */
function evaluateInLogs({ evaluate, lowerBounds }: Likelihood, logs: readonly number[]): Evaluation {
  const rates = logs.map(Math.exp);
  const { value, gradient, hessian } = evaluate(zipWith(rates, lowerBounds, (rate, bound) => rate + bound));
  const slope = zipWith(gradient, rates, (entry, rate) => entry * rate);
  return {
    value,
    gradient: slope,
    hessian: zipWith(hessian, rates, (row, rateI, i) =>
      // The product of the rates first: so the matrix stays symmetric to the last digit.
      zipWith(row, rates, (entry, rateJ, j) => entry * (rateI * rateJ) + (i === j ? itemAt(slope, i) : 0)),
    ),
  };
}

function estimateAt({ lowerBounds }: Likelihood, { point, evaluation, free, iterations, converged }: Climb) {
  const known = covarianceMatrix(evaluation, free);
  const covariance = point.map((_, i) => point.map((_, j) => known[free.indexOf(i)]?.[free.indexOf(j)] ?? 0));
  return {
    parameters: zipWith(point, lowerBounds, (log, bound) => Math.exp(log) + bound),
    standardErrors: zipWith(point, covariance, (log, row, index) =>
      free.includes(index) ? Math.exp(log) * Math.sqrt(itemAt(row, index)) : null,
    ),
    covariance,
    logLikelihood: evaluation.value,
    iterations,
    converged: converged && known.length === free.length,
    unbounded: [...point.keys()].filter((index) => !free.includes(index)),
  };
}

/**
 * The inverse of the information. Where the data carry no information in some direction it does not exist or is huge;
 * a little information from outside then keeps every standard deviation below {@link MAX_DEVIATION}.
 */
function covarianceMatrix({ hessian }: Evaluation, free: readonly number[]): number[][] {
  if (free.length === 0) return [];
  const information = informationOf(hessian, free);
  const exact = inverse(information);
  if (exact?.every((row, index) => itemAt(row, index) <= MAX_DEVIATION ** 2)) return exact;
  return inverse(plusOnDiagonal(information, MAX_DEVIATION ** -2)) ?? [];
}

/** The observed information of some of the parameters: their part of the negative Hessian. */
function informationOf(hessian: number[][], free: readonly number[]): number[][] {
  return new Matrix(hessian)
    .selection([...free], [...free])
    .neg()
    .to2DArray();
}

function plusOnDiagonal(matrix: number[][], shift: number): number[][] {
  return matrix.map((row, i) => row.map((entry, j) => (i === j ? entry + shift : entry)));
}

function dot(one: readonly number[], other: readonly number[]): number {
  return zipWith(one, other, (a, b) => a * b).reduce((sum, product) => sum + product, 0);
}

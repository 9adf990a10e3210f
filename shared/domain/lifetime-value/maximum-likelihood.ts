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

/** A log-likelihood whose parameters have lower bounds. */
export interface Likelihood {
  evaluate(parameters: readonly number[]): Evaluation;
  /** The log-likelihood of a subsample. Starting the search on a small subsample saves most of the time. */
  evaluateSubsample?: ((parameters: readonly number[]) => Evaluation) | undefined;
  /** A plausible starting point; the other starts scatter around it. */
  start: readonly number[];
  /** Exclusive lower bound of each parameter. */
  lowerBounds: readonly number[];
}

/** The result of a search. */
export interface Estimate {
  parameters: number[];
  /** Standard error in the unit of each parameter; null for unbounded parameters. */
  standardErrors: (number | null)[];
  /** Covariance of ln(parameter − lower bound): the inverse of the negative Hessian, with zeros for unbounded parameters. */
  covariance: number[][];
  logLikelihood: number;
  /** Newton steps of the best start, on all data. */
  iterations: number;
  /** Whether the expected gain of another step is below 10⁻¹² of the log-likelihood. */
  converged: boolean;
  starts: number;
  /** Number of starts that reached the same maximum, within 0.01 of the log-likelihood. */
  agreeingStarts: number;
  /** Indices of parameters that the data do not bound: they ended at a limit of their range. */
  unbounded: number[];
}

const STARTS = 3;
/** A subsample of this size has its maximum near that of all rows. */
const SUBSAMPLE_SIZE = 20_000;
/** Standard deviation of the starting points, in logs. */
const SCATTER = 1;
const MAX_ITERATIONS = 100;
/** Largest change of a parameter in one step, in logs: a factor of e². */
const MAX_STEP = 2;
/** Range of the parameters around their start, in logs: a factor of 10⁴ in either direction. */
const RANGE = Math.log(1e4);
/** Limit of the range, allowing for rounding. */
const LIMIT = RANGE - 1e-9;
const TOLERANCE = 1e-12;
/** Standard deviation in logs above which the data carry no information. */
const MAX_DEVIATION = 5;

/**
 * Maximises a log-likelihood by Newton's method in ln(parameter − lower bound), from several seeded starting points. In logs
 * the parameters are unconstrained, and a change of units only shifts the start, without affecting the path or the result.
 * @param seed seed for the random starting points
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
 * Picks 20,000 to 40,000 evenly spaced rows for {@link Likelihood.evaluateSubsample}.
 * @returns undefined when there are fewer than 40,000 rows
 * @example
 * subsample(Array.from({ length: 60_000 }, (_, index) => index)).slice(0, 3) // => [0, 3, 6]
 * subsample([1, 2, 3]) // => undefined
 */
export function subsample<Row>(rows: readonly Row[]): Row[] | undefined {
  const every = Math.floor(rows.length / SUBSAMPLE_SIZE);
  return every > 1 ? rows.filter((_, index) => index % every === 0) : undefined;
}

/** The state of a search, with parameters in logs. */
interface Climb {
  point: number[];
  evaluation: Evaluation;
  /** Indices of parameters that are not held at a limit of their range. */
  free: number[];
  iterations: number;
  converged: boolean;
}

/** Returns the result of a search on the subsample as a better start; the original start if that search fails. */
function improveStart(
  { evaluateSubsample, ...likelihood }: Likelihood,
  origin: readonly number[],
  start: number[],
): number[] {
  const result = evaluateSubsample && climb({ ...likelihood, evaluate: evaluateSubsample }, origin, start);
  return result?.converged && result.free.length === start.length ? result.point : start;
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

/** Halves the step until it gains at least 10⁻⁴ of what the gradient predicts (the Armijo condition). */
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
    const predicted = dot(
      zipWith(next, point, (to, from) => to - from),
      gradient,
    );
    if (evaluation.value >= value + 1e-4 * predicted) return { point: next, evaluation };
  }
  return undefined;
}

/** Returns the indices of parameters that are inside their range or would move back into it. */
function freeParameters(point: readonly number[], gradient: readonly number[], origin: readonly number[]): number[] {
  const distances = zipWith(point, origin, (value, centre) => value - centre);
  const isFree = zipWith(
    distances,
    gradient,
    (distance, slope) => !((distance >= LIMIT && slope >= 0) || (distance <= -LIMIT && slope <= 0)),
  );
  return [...isFree.keys()].filter((index) => isFree[index]);
}

/** Computes a Newton step. Where the log-likelihood is not concave, shifts the Hessian, which turns the step to the gradient. */
function newtonStep({ gradient, hessian }: Evaluation, free: readonly number[]): number[] {
  const step = gradient.map(() => 0);
  if (free.length === 0) return step;
  const information = observedInformation(hessian, free);
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

/** Evaluates in φ = ln(parameter − lower bound): dparameter/dφ = d²parameter/dφ² = parameter − lower bound. */
function evaluateInLogs({ evaluate, lowerBounds }: Likelihood, logs: readonly number[]): Evaluation {
  const rates = logs.map(Math.exp);
  const { value, gradient, hessian } = evaluate(zipWith(rates, lowerBounds, (rate, bound) => rate + bound));
  const slope = zipWith(gradient, rates, (entry, rate) => entry * rate);
  return {
    value,
    gradient: slope,
    hessian: zipWith(hessian, rates, (row, rateI, i) =>
      // Multiplying the rates first keeps the matrix exactly symmetric.
      zipWith(row, rates, (entry, rateJ, j) => entry * (rateI * rateJ) + (i === j ? itemAt(slope, i) : 0)),
    ),
  };
}

function estimateAt({ lowerBounds }: Likelihood, { point, evaluation, free, iterations, converged }: Climb) {
  const freeCovariance = covarianceMatrix(evaluation, free);
  const covariance = point.map((_, i) => point.map((_, j) => freeCovariance[free.indexOf(i)]?.[free.indexOf(j)] ?? 0));
  return {
    parameters: zipWith(point, lowerBounds, (log, bound) => Math.exp(log) + bound),
    standardErrors: zipWith(point, covariance, (log, row, index) =>
      free.includes(index) ? Math.exp(log) * Math.sqrt(itemAt(row, index)) : null,
    ),
    covariance,
    logLikelihood: evaluation.value,
    iterations,
    converged: converged && freeCovariance.length === free.length,
    unbounded: [...point.keys()].filter((index) => !free.includes(index)),
  };
}

/**
 * Inverts the information matrix. If the data carry no information in some direction, the inverse does not exist or is huge;
 * a weak prior then keeps every standard deviation below {@link MAX_DEVIATION}.
 */
function covarianceMatrix({ hessian }: Evaluation, free: readonly number[]): number[][] {
  if (free.length === 0) return [];
  const information = observedInformation(hessian, free);
  const exact = inverse(information);
  if (exact?.every((row, index) => itemAt(row, index) <= MAX_DEVIATION ** 2)) return exact;
  return inverse(plusOnDiagonal(information, MAX_DEVIATION ** -2)) ?? [];
}

/** Returns the observed information of the free parameters: their part of the negative Hessian. */
function observedInformation(hessian: number[][], free: readonly number[]): number[][] {
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

/**
 * Points and weights that average a smooth function over the Beta(a, b) distribution: E[g(p)] ≈ Σ weight·g(p).
 * The slopes give the derivatives of that average by a and by b: Σ slopeA·g(p) and Σ slopeB·g(p).
 */
export interface BetaAverage {
  p: Float64Array;
  weight: Float64Array;
  slopeA: Float64Array;
  slopeB: Float64Array;
}

/** In log-odds. The error falls like exp(−π² / step): 2·10⁻¹¹. */
const STEP = 0.4;
/** How far beyond the last change of g points are set, in log-odds; beyond them g counts as constant. */
const MARGIN = 20;
/** Points with less than this of the largest weight are left out. */
const NEGLIGIBLE = Math.log(1e-15);

/**
 * The trapezoidal rule in the log-odds y of p. There the density is e^(ay) / (1 + eʸ)^(a+b), and both it and a g that
 * changes with ln p are analytic in a strip around the real axis, so that the rule converges exponentially, for every
 * a and b, however the density piles up at 0 or 1. Beyond the first and the last point the density falls by a constant
 * factor a step and g is constant: those tails are geometric series, added to the weight of the end points.
 * @param a positive
 * @param b positive
 * @param smallest g is as good as constant for p far below this
 * @see Trefethen & Weideman (2014), The Exponentially Convergent Trapezoidal Rule, SIAM Review 56(3)
 */
export function betaAverage(a: number, b: number, smallest: number): BetaAverage {
  // A narrow density (both a and b large) needs a step of some fraction of its standard deviation, √(1/a + 1/b).
  const step = Math.min(STEP, 0.7 * Math.sqrt(1 / a + 1 / b));
  const mode = Math.log(a / b);
  const top = logDensity(mode);
  const first = edge(-1, Math.min(mode, Math.log(smallest) - MARGIN));
  const last = edge(1, Math.max(mode, MARGIN));

  const size = last - first + 1;
  const average = { p: new Float64Array(size), weight: new Float64Array(size) };
  const byA = new Float64Array(size);
  const byB = new Float64Array(size);
  let total = 0;
  for (let index = 0; index < size; index++) {
    const y = mode + (first + index) * step;
    const weight = Math.exp(logDensity(y) - top) * (index === 0 ? tail(a) : 1) * (index === size - 1 ? tail(b) : 1);
    average.p[index] = 1 / (1 + Math.exp(-y));
    average.weight[index] = weight;
    byA[index] = -softplus(-y) + (index === 0 ? tailSlope(a) : 0);
    byB[index] = -softplus(y) + (index === size - 1 ? tailSlope(b) : 0);
    total += weight;
  }
  for (let index = 0; index < size; index++) average.weight[index] = (average.weight[index] as number) / total;
  return { ...average, slopeA: scoreWeights(average.weight, byA), slopeB: scoreWeights(average.weight, byB) };

  function logDensity(y: number): number {
    return -a * softplus(-y) - b * softplus(y);
  }

  /** Steps from the mode to the end of what matters, at most to the limit. */
  function edge(direction: 1 | -1, limit: number): number {
    const most = Math.ceil(Math.abs(limit - mode) / step);
    let steps = 0;
    while (steps < most && logDensity(mode + direction * steps * step) - top > NEGLIGIBLE) steps++;
    return direction * steps;
  }

  /** 1 + e^(−rate·step) + e^(−2·rate·step) + … */
  function tail(rate: number): number {
    return -1 / Math.expm1(-rate * step);
  }

  /** Derivative of ln {@link tail} by its rate. */
  function tailSlope(rate: number): number {
    return -step / Math.expm1(rate * step);
  }
}

/** Derivatives of normalised weights, from those of their logs. */
function scoreWeights(weight: Float64Array, logSlope: Float64Array): Float64Array {
  const mean = weight.reduce((sum, share, index) => sum + share * (logSlope[index] as number), 0);
  return weight.map((share, index) => share * ((logSlope[index] as number) - mean));
}

/** ln(1 + eʸ) */
function softplus(y: number): number {
  return Math.max(y, 0) + Math.log1p(Math.exp(-Math.abs(y)));
}

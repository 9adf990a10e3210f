/**
 * A quadrature node for the average of a smooth function over Beta(a, b): E[g(p)] ≈ Σ weight·g(p). The slopes are the
 * derivatives of the weight with respect to a and b, so Σ slopeA·g(p) is the derivative of that average with respect to a.
 */
export interface BetaNode {
  p: number;
  weight: number;
  slopeA: number;
  slopeB: number;
}

/** Step in log-odds. The error decreases as exp(−π² / step): 2·10⁻¹¹. */
const STEP = 0.4;
/** How far nodes extend past the range in which g varies, in log-odds. Beyond them, g is treated as constant. */
const MARGIN = 20;
/** Log of the weight, relative to the largest, below which nodes are left out. */
const NEGLIGIBLE = Math.log(1e-15);

/**
 * Computes quadrature nodes for averages over Beta(a, b) by the trapezoidal rule in the log-odds y of p. The density in y is
 * e^(ay) / (1 + e^y)^(a+b). The density, and any g that varies with ln p, are analytic in a strip around the real axis, so
 * the rule converges exponentially for every a and b, even if the density concentrates at 0 or 1. Beyond the first and the
 * last node, the density falls by a constant factor per step and g is constant: these tails are geometric series, which are
 * added to the weights of the end nodes.
 * @param a positive
 * @param b positive
 * @param smallest g is practically constant for p far below this value
 * @returns at most a few hundred nodes in ascending order of p; their weights sum to 1
 * @see Trefethen & Weideman (2014), The Exponentially Convergent Trapezoidal Rule, SIAM Review 56(3)
 * @example
 * betaNodes(2, 6, 0.01).reduce((mean, { p, weight }) => mean + weight * p, 0) // => 0.25000000
 */
export function betaNodes(a: number, b: number, smallest: number): BetaNode[] {
  // A narrow density (a and b both large) needs a step that is a fraction of its standard deviation, √(1/a + 1/b).
  const step = Math.min(STEP, 0.7 * Math.sqrt(1 / a + 1 / b));
  const mode = Math.log(a / b);
  const top = logDensity(mode);
  const first = edge(-1, Math.min(mode, Math.log(smallest) - MARGIN));
  const last = edge(1, Math.max(mode, MARGIN));

  const nodes = Array.from({ length: last - first + 1 }, (_, index) => {
    const y = mode + (first + index) * step;
    const isFirst = index === 0;
    const isLast = index === last - first;
    return {
      p: 1 / (1 + Math.exp(-y)),
      weight: Math.exp(logDensity(y) - top) * (isFirst ? tail(a) : 1) * (isLast ? tail(b) : 1),
      // Derivatives of ln weight, up to a constant that normalisation removes.
      byA: -softplus(-y) + (isFirst ? tailSlope(a) : 0),
      byB: -softplus(y) + (isLast ? tailSlope(b) : 0),
    };
  });
  let [total, meanByA, meanByB] = [0, 0, 0];
  for (const { weight, byA, byB } of nodes) {
    total += weight;
    meanByA += weight * byA;
    meanByB += weight * byB;
  }
  return nodes.map(({ p, weight, byA, byB }) => ({
    p,
    weight: weight / total,
    slopeA: (weight / total) * (byA - meanByA / total),
    slopeB: (weight / total) * (byB - meanByB / total),
  }));

  function logDensity(y: number): number {
    return -a * softplus(-y) - b * softplus(y);
  }

  /** Counts the steps from the mode until the density is negligible, but not past the limit. */
  function edge(direction: 1 | -1, limit: number): number {
    const maxSteps = Math.ceil(Math.abs(limit - mode) / step);
    let steps = 0;
    while (steps < maxSteps && logDensity(mode + direction * steps * step) - top > NEGLIGIBLE) steps++;
    return direction * steps;
  }

  /** 1 + e^(−rate·step) + e^(−2·rate·step) + … */
  function tail(rate: number): number {
    return -1 / Math.expm1(-rate * step);
  }

  /** Derivative of ln {@link tail} with respect to the rate. */
  function tailSlope(rate: number): number {
    return -step / Math.expm1(rate * step);
  }
}

/** ln(1 + e^y) */
function softplus(y: number): number {
  return Math.max(y, 0) + Math.log1p(Math.exp(-Math.abs(y)));
}

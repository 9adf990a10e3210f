/** Times at which a cumulative flow is looked at, and the weight of each: the present value is Σ weight·flow(time). */
export interface Discounting {
  times: number[];
  weights: number[];
}

/** Gauss–Legendre on [0, 1], five points. @see DLMF 3.5(v), https://dlmf.nist.gov/3.5 */
const POINTS = [0.046910077030668, 0.230765344947158, 0.5, 0.769234655052842, 0.953089922969332];
const WEIGHTS = [0.118463442528095, 0.239314335249683, 0.284444444444444, 0.239314335249683, 0.118463442528095];

/**
 * Continuous discounting at rate δ of a flow E(t) that starts at E(0) = 0, over (0, horizon):
 *   ∫ e^(−δt) dE  =  e^(−δ·horizon)·E(horizon) + δ ∫ e^(−δt)·E(t) dt.
 * The last integral is small, being multiplied by δ, and E is smooth: five points do, set by t = horizon·v² so
 * that they crowd where E rises fastest.
 * @param horizon in any unit of time, positive
 * @param rate δ, per that unit
 * @returns the last time is the horizon itself
 */
export function discounting(horizon: number, rate: number): Discounting {
  const inside = rate > 0 ? POINTS : [];
  const times = inside.map((v) => horizon * v * v);
  const weights = inside.map(
    (v, index) => rate * Math.exp(-rate * horizon * v * v) * 2 * horizon * v * (WEIGHTS[index] as number),
  );
  return { times: [...times, horizon], weights: [...weights, Math.exp(-rate * horizon)] };
}

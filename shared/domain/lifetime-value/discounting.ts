import { zipWith } from '../collections/indexing.ts';

/** A time at which to evaluate a cumulative flow E, and its weight: the present value is Σ weight · E(time). */
export interface DiscountNode {
  time: number;
  weight: number;
}

/** Five-point Gauss–Legendre quadrature on [0, 1]. @see DLMF 3.5(v), https://dlmf.nist.gov/3.5 */
const POINTS = [0.046910077030668, 0.230765344947158, 0.5, 0.769234655052842, 0.953089922969332];
const WEIGHTS = [0.118463442528095, 0.239314335249683, 0.284444444444444, 0.239314335249683, 0.118463442528095];

/**
 * Computes quadrature nodes for the continuous discounting at rate δ of a flow E(t) with E(0) = 0, over (0, horizon):
 *
 *     ∫ e^(−δt) dE  =  e^(−δ·horizon)·E(horizon) + δ ∫ e^(−δt)·E(t) dt
 *
 * The last term is small because of the factor δ, and E is smooth, so five points are enough. Setting t = horizon·v² places
 * more of them where E rises fastest.
 * @param horizon in any unit of time, positive
 * @param rate δ, per unit of time, at least 0
 * @returns the nodes; the time of the last one is the horizon
 * @example
 * discountNodes(12, 0) // => [{ time: 12, weight: 1 }]
 * const presentValue = discountNodes(10, 0.1).reduce((sum, { time, weight }) => sum + weight * time, 0);
 * presentValue // => 6.3212
 */
export function discountNodes(horizon: number, rate: number): DiscountNode[] {
  const end = { time: horizon, weight: Math.exp(-rate * horizon) };
  if (rate === 0) return [end];
  const inside = zipWith(POINTS, WEIGHTS, (v, weight) => ({
    time: horizon * v * v,
    weight: rate * Math.exp(-rate * horizon * v * v) * 2 * horizon * v * weight,
  }));
  return [...inside, end];
}

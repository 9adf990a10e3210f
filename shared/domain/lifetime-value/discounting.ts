import { zipWith } from '../collections/indexing.ts';

/** A time at which a cumulative flow is evaluated, and the weight of its value: the present value is Σ weight · E(time). */
export interface DiscountNode {
  time: number;
  weight: number;
}

/** Gauss–Legendre on [0, 1], five points. @see DLMF 3.5(v), https://dlmf.nist.gov/3.5 */
const POINTS = [0.046910077030668, 0.230765344947158, 0.5, 0.769234655052842, 0.953089922969332];
const WEIGHTS = [0.118463442528095, 0.239314335249683, 0.284444444444444, 0.239314335249683, 0.118463442528095];

/**
 * Quadrature nodes for continuous discounting at rate δ of a flow E(t) that starts at E(0) = 0, over (0, horizon):
 *
 *     ∫ e^(−δt) dE  =  e^(−δ·horizon)·E(horizon) + δ ∫ e^(−δt)·E(t) dt
 *
 * The last integral is small, being multiplied by δ, and E is smooth: five points are enough, set at t = horizon·v² so
 * that they crowd where E rises fastest.
 * @param horizon in any unit of time, positive
 * @param rate δ, per that unit, at least 0
 * @returns the last time is the horizon itself
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

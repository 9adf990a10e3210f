import { lnGamma } from './gamma-function.ts';
import { checkPurchaseCounts, type PurchaseCount, type PurchaseHistory } from './purchase-counts.ts';

/**
 * Parameters of the BG/NBD model of repeat purchases. While alive, a customer buys at rate λ, and drops out with probability
 * p after each repeat purchase. Across customers, λ ~ Gamma(r, rate α) and p ~ Beta(a, b).
 * @see Fader, Hardie & Lee (2005), "Counting Your Customers" the Easy Way: An Alternative to the Pareto/NBD Model,
 *   Marketing Science 24(2), 275–284
 */
export interface BgNbdParameters {
  r: number;
  /** α, in the histories' unit of time. */
  alpha: number;
  a: number;
  b: number;
}

/** Order of the parameters in {@link Estimate}. */
export const bgNbdNames = ['r', 'alpha', 'a', 'b'] as const;

/**
 * Computes the log-likelihood of all customers, Σ customers · ln L(r, α, a, b | x, t_x, T), where
 *
 *     L  = A1 · A2 · (A3 + δ(x > 0) A4)
 *     A1 = Γ(r+x) α^r / Γ(r)
 *     A2 = Γ(a+b) Γ(b+x) / (Γ(b) Γ(a+b+x))
 *     A3 = (1 / (α+T))^(r+x)
 *     A4 = a / (b+x−1) · (1 / (α+t_x))^(r+x)
 *
 * @param rows one per distinct history
 * @param parameters all positive
 * @throws {RangeError} when a row is an impossible history
 * @see Fader, Hardie & Lee (2005), eq. 6; for A1 to A4: Fader, Hardie & Lee, Implementing the BG/NBD Model for Customer
 *   Base Analysis in Excel
 * @example
 * const cdnow = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
 * bgNbdLogLikelihood([{ x: 2, tX: 30.43, T: 38.86, customers: 1 }], cdnow) // => -9.4586
 */
export function bgNbdLogLikelihood(rows: readonly PurchaseCount[], { r, alpha, a, b }: BgNbdParameters): number {
  checkPurchaseCounts(rows);
  return rows.reduce((sum, { x, tX, T, customers }) => {
    const lnA1 = lnGamma(r + x) - lnGamma(r) + r * Math.log(alpha);
    const lnA2 = lnGamma(a + b) + lnGamma(b + x) - lnGamma(b) - lnGamma(a + b + x);
    const lnA3 = -(r + x) * Math.log(alpha + T);
    const lnA4 = x > 0 ? Math.log(a / (b + x - 1)) - (r + x) * Math.log(alpha + tX) : Number.NEGATIVE_INFINITY;
    // ln(A3 + A4), without the powers themselves: they underflow for frequent buyers.
    const lnA3PlusA4 = Math.max(lnA3, lnA4) + Math.log1p(Math.exp(-Math.abs(lnA4 - lnA3)));
    return sum + customers * (lnA1 + lnA2 + lnA3PlusA4);
  }, 0);
}

/**
 * Computes the probability that a customer has not dropped out by T:
 *
 *     P(alive) = A3 / (A3 + A4) = 1 / (1 + δ(x > 0) · a / (b+x−1) · ((α+T) / (α+t_x))^(r+x))
 *
 * It is 1 for one-time buyers, because in this model nobody drops out before the first repeat purchase.
 * @returns 0 to 1
 * @see Fader, Hardie & Lee (2008), Computing P(alive) Using the BG/NBD Model
 * @example
 * const cdnow = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
 * probabilityAlive(cdnow, { x: 2, tX: 30.43, T: 38.86 }) // => 0.7266
 * probabilityAlive(cdnow, { x: 0, tX: 0, T: 38.86 }) // => 1
 */
export function probabilityAlive({ r, alpha, a, b }: BgNbdParameters, { x, tX, T }: PurchaseHistory): number {
  if (x === 0) return 1;
  // In logs, because the power overflows for frequent buyers. log1p keeps precision when T is close to t_x.
  const lnA4OverA3 = Math.log(a / (b + x - 1)) + (r + x) * Math.log1p((T - tX) / (alpha + tX));
  return 1 / (1 + Math.exp(lnA4OverA3));
}

import { zipWith } from '../collections/indexing.ts';
import { type Estimate, type Evaluation, maximise, subsample } from './maximum-likelihood.ts';
import { checkPurchaseCounts, type PurchaseCount, type PurchaseHistory, purchaseTotals } from './purchase-counts.ts';

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
  return bgNbdEvaluator(rows)([r, alpha, a, b]).value;
}

/**
 * Fits BG/NBD by maximum likelihood.
 * @param rows one per distinct history, at least one with x > 0
 * @param seed seed for the random starting points
 * @throws {RangeError} when a row is an impossible history
 * @example
 * const rows = [{ x: 0, tX: 0, T: 39, customers: 60 }, { x: 1, tX: 9, T: 39, customers: 20 }];
 * fitBgNbd([...rows, { x: 4, tX: 30, T: 39, customers: 10 }], 1).converged // => true
 */
export function fitBgNbd(rows: readonly PurchaseCount[], seed: number): Estimate {
  const { customers, customerTime } = purchaseTotals(rows);
  const subsampled = subsample(rows);
  const start = [1, customerTime / customers, 1, 1];
  const evaluateSubsample = subsampled && bgNbdEvaluator(subsampled);
  return maximise({ evaluate: bgNbdEvaluator(rows), evaluateSubsample, start, lowerBounds: [0, 0, 0, 0] }, seed);
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

/**
 * Returns the log-likelihood as a function of (r, α, a, b), with its derivatives. It is the sum of two parts: ln Γ(r+x)/Γ(r)
 * and ln A2 depend only on x ({@link evaluateCounts}); ln α^r (A3 + A4) depends on the times ({@link evaluateTimes}).
 */
function bgNbdEvaluator(rows: readonly PurchaseCount[]): (parameters: readonly number[]) => Evaluation {
  checkPurchaseCounts(rows);
  const { groups, times } = groupByX(rows);
  return ([r = 0, alpha = 0, a = 0, b = 0]) => {
    const counts = evaluateCounts(groups, { r, alpha, a, b });
    const timed = evaluateTimes(groups, times, { r, alpha, a, b });
    return {
      value: counts.value + timed.value,
      gradient: sum(counts.gradient, timed.gradient),
      hessian: zipWith(counts.hessian, timed.hessian, sum),
    };
  };
}

const sum = (one: readonly number[], other: readonly number[]) => zipWith(one, other, (a, b) => a + b);

/**
 * Σ customers · ln[ Γ(r+x)/Γ(r) · A2 ]. As x is whole, each ratio of gamma functions is a product:
 *
 *     Γ(r+x)/Γ(r) = Π (r+i)  and  A2 = Π (b+i) / (a+b+i)  over i < x,
 *
 * and factor i counts once for every customer with x > i. This needs no gamma function and loses no precision when r is
 * large.
 */
function evaluateCounts(groups: readonly XGroup[], { r, a, b }: BgNbdParameters): Evaluation {
  let [value, dR, dA, dB, dRR, dAA, dBB] = [0, 0, 0, 0, 0, 0, 0];
  let above = groups.reduce((total, { customers }) => total + customers, 0);
  let i = 0;
  for (const { x, customers } of groups) {
    for (; i < x; i++) {
      const [perR, perB, perAB] = [1 / (r + i), 1 / (b + i), 1 / (a + b + i)];
      value += above * Math.log((r + i) * (b + i) * perAB);
      dR += above * perR;
      dA -= above * perAB;
      dB += above * (perB - perAB);
      dRR -= above * perR * perR;
      dAA += above * perAB * perAB;
      dBB += above * (perAB * perAB - perB * perB);
    }
    above -= customers;
  }
  const hessian = [
    [dRR, 0, 0, 0],
    [0, 0, 0, 0],
    [0, 0, dAA, dAA],
    [0, 0, dAA, dBB],
  ];
  return { value, gradient: [dR, 0, dA, dB], hessian };
}

/**
 * Σ customers · ln[ α^r (A3 + δ(x > 0) A4) ]. With k = r+x and u = ln(A4 / A3), so that 1 / (1 + e^−u) = 1 − P(alive),
 *
 *     ln α^r (A3 + A4) = ln α^r A3 + ln(1 + e^u)
 *     its gradient     = ∇ ln α^r A3 + (1 − P(alive)) ∇u
 *     its Hessian      = ∇² ln α^r A3 + (1 − P(alive)) ∇²u + P(alive) (1 − P(alive)) ∇u ∇uᵀ.
 *
 * For speed, logs of times are computed once per distinct time instead of once per row, and logs of counts once per x.
 * For precision, ln(α+T) is written as ln α + ln(1 + T/α): then ln α^r A3 = −x ln α − k ln(1 + T/α), and the term r ln α,
 * which is large for slow buyers, cancels exactly.
 */
function evaluateTimes(
  groups: readonly XGroup[],
  times: readonly TimeTerms[],
  { r, alpha, a, b }: BgNbdParameters,
): Evaluation {
  for (const time of times) time.setAlpha(alpha);
  const lnAlpha = Math.log(alpha);
  let [value, dR, dAlpha, dA, dB] = [0, 0, 0, 0, 0];
  let [dRR, dRAlpha, dRA, dRB, dAlphaAlpha, dAlphaA, dAlphaB, dAA, dAB, dBB] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (const { x, rows } of groups) {
    const k = r + x;
    const [uA, uB] = [1 / a, -1 / (b + x - 1)];
    const lnOdds = x > 0 ? Math.log(a / (b + x - 1)) : 0;
    for (const { tX, T, customers } of rows) {
      value -= customers * (x * lnAlpha + k * T.growth);
      dR -= customers * T.growth;
      dAlpha += customers * (r / alpha - k * T.rate);
      dRAlpha += customers * (1 / alpha - T.rate);
      dAlphaAlpha += customers * (k * T.rate * T.rate - r / (alpha * alpha));
      if (x === 0) continue;

      const uR = T.growth - tX.growth;
      const uRAlpha = T.rate - tX.rate;
      const uAlpha = k * uRAlpha;
      const u = lnOdds + k * uR;
      // ln(1 + e^u) and its derivatives are computed from e^−|u|, which cannot overflow.
      const small = Math.exp(-Math.abs(u));
      value += customers * (Math.max(u, 0) + Math.log1p(small));
      const dead = customers * (u > 0 ? 1 / (1 + small) : small / (1 + small));
      const spread = (customers * small) / ((1 + small) * (1 + small));
      dR += dead * uR;
      dAlpha += dead * uAlpha;
      dA += dead * uA;
      dB += dead * uB;
      dRR += spread * uR * uR;
      dRAlpha += spread * uR * uAlpha + dead * uRAlpha;
      dRA += spread * uR * uA;
      dRB += spread * uR * uB;
      dAlphaAlpha += spread * uAlpha * uAlpha + dead * k * (tX.rate * tX.rate - T.rate * T.rate);
      dAlphaA += spread * uAlpha * uA;
      dAlphaB += spread * uAlpha * uB;
      dAA += (spread - dead) * uA * uA;
      dAB += spread * uA * uB;
      dBB += (spread + dead) * uB * uB;
    }
  }
  const hessian = [
    [dRR, dRAlpha, dRA, dRB],
    [dRAlpha, dAlphaAlpha, dAlphaA, dAlphaB],
    [dRA, dAlphaA, dAA, dAB],
    [dRB, dAlphaB, dAB, dBB],
  ];
  return { value, gradient: [dR, dAlpha, dA, dB], hessian };
}

/** All customers with the same x. */
interface XGroup {
  x: number;
  customers: number;
  rows: { tX: TimeTerms; T: TimeTerms; customers: number }[];
}

/** The terms of the likelihood for one time, for the current α. */
class TimeTerms {
  readonly time: number;
  /** ln(1 + time/α). */
  growth = 0;
  /** 1 / (α + time). */
  rate = 0;

  constructor(time: number) {
    this.time = time;
  }

  setAlpha(alpha: number): void {
    this.growth = Math.log1p(this.time / alpha);
    this.rate = 1 / (alpha + this.time);
  }
}

/** Groups rows by x. @returns the groups in ascending order of x, and the distinct times */
function groupByX(rows: readonly PurchaseCount[]): { groups: XGroup[]; times: TimeTerms[] } {
  const times = new Map<number, TimeTerms>();
  const getTerms = (time: number) => {
    const terms = times.get(time) ?? new TimeTerms(time);
    times.set(time, terms);
    return terms;
  };
  const groups = [...Map.groupBy(rows, ({ x }) => x)].map(([x, members]) => ({
    x,
    customers: members.reduce((total, { customers }) => total + customers, 0),
    rows: members.map(({ tX, T, customers }) => ({ tX: getTerms(tX), T: getTerms(T), customers })),
  }));
  return { groups: groups.sort((one, other) => one.x - other.x), times: [...times.values()] };
}

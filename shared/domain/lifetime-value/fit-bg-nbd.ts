import { zipWith } from '../collections/indexing.ts';
import type { BgNbdParameters } from './bg-nbd.ts';
import { type Estimate, type Evaluation, maximise, subsample } from './maximum-likelihood.ts';
import { checkPurchaseCounts, type PurchaseCount, purchaseTotals } from './purchase-counts.ts';

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
 * Returns the log-likelihood as a function of (r, α, a, b), with its derivatives. It is the sum of two parts: ln Γ(r+x)/Γ(r)
 * and ln A2 depend only on x ({@link evaluateCounts}); ln α^r (A3 + A4) depends on the times ({@link evaluateTimes}).
 * @throws {RangeError} when a row is an impossible history
 * @example
 * const evaluate = bgNbdEvaluator([{ x: 2, tX: 30.43, T: 38.86, customers: 1 }]);
 * evaluate([0.243, 4.414, 0.793, 2.426]).value // => -9.4586
 */
export function bgNbdEvaluator(rows: readonly PurchaseCount[]): (parameters: readonly number[]) => Evaluation {
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
      value -= customers * (x * lnAlpha + k * T.lnRatio);
      dR -= customers * T.lnRatio;
      dAlpha += customers * (r / alpha - k * T.inverse);
      dRAlpha += customers * (1 / alpha - T.inverse);
      dAlphaAlpha += customers * (k * T.inverse * T.inverse - r / (alpha * alpha));
      if (x === 0) continue;

      const uR = T.lnRatio - tX.lnRatio;
      const uRAlpha = T.inverse - tX.inverse;
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
      dAlphaAlpha += spread * uAlpha * uAlpha + dead * k * (tX.inverse * tX.inverse - T.inverse * T.inverse);
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
  /** ln((α + time) / α). */
  lnRatio = 0;
  /** 1 / (α + time). */
  inverse = 0;

  constructor(time: number) {
    this.time = time;
  }

  setAlpha(alpha: number): void {
    this.lnRatio = Math.log1p(this.time / alpha);
    this.inverse = 1 / (alpha + this.time);
  }
}

/** Groups rows by x. @returns the groups in ascending order of x, and the distinct times */
function groupByX(rows: readonly PurchaseCount[]): { groups: XGroup[]; times: TimeTerms[] } {
  const times = new Map<number, TimeTerms>();
  const termsOf = (time: number) => {
    const terms = times.get(time) ?? new TimeTerms(time);
    times.set(time, terms);
    return terms;
  };
  const groups = [...Map.groupBy(rows, ({ x }) => x)].map(([x, members]) => ({
    x,
    customers: members.reduce((total, { customers }) => total + customers, 0),
    rows: members.map(({ tX, T, customers }) => ({ tX: termsOf(tX), T: termsOf(T), customers })),
  }));
  return { groups: groups.sort((one, other) => one.x - other.x), times: [...times.values()] };
}

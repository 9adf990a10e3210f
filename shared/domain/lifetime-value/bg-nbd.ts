import { type Curve, type Estimate, fewOf, maximise } from './maximum-likelihood.ts';
import { checkPurchaseCounts, type PurchaseCount, type PurchaseHistory, totalsOf } from './purchase-counts.ts';

/**
 * The BG/NBD model of repeat buying: while alive a customer buys at rate λ, and after each repeat purchase drops out
 * with probability p; over the customers λ is Gamma(r, rate alpha) and p is Beta(a, b).
 * @see Fader, Hardie & Lee (2005), "Counting Your Customers" the Easy Way, Marketing Science 24(2)
 */
export interface BgNbdParameters {
  r: number;
  /** In the unit of time of the histories. */
  alpha: number;
  a: number;
  b: number;
}

/** Order of the parameters in {@link Estimate}. */
export const bgNbdNames = ['r', 'alpha', 'a', 'b'] as const;

/**
 * Log-likelihood of all customers together.
 * @see Fader, Hardie & Lee (2005), eq. 6
 */
export function bgNbdLogLikelihood(rows: readonly PurchaseCount[], { r, alpha, a, b }: BgNbdParameters): number {
  return bgNbdCurve(rows)([r, alpha, a, b]).value;
}

/**
 * Fits BG/NBD by maximum likelihood.
 * @param rows one per distinct history
 * @param seed of the scattered starts
 */
export function fitBgNbd(rows: readonly PurchaseCount[], seed: number): Estimate {
  const { customers, customerTime } = totalsOf(rows);
  const few = fewOf(rows);
  const start = [1, customerTime / customers, 1, 1];
  return maximise({ at: bgNbdCurve(rows), ofFew: few && bgNbdCurve(few), start, least: [0, 0, 0, 0] }, seed);
}

/**
 * Probability that the customer has not dropped out by t. It is 1 for one-time buyers, since the model lets nobody drop
 * out before the first repeat purchase.
 * @see Fader, Hardie & Lee (2008), Computing P(alive) Using the BG/NBD Model
 */
export function probabilityAlive({ r, alpha, a, b }: BgNbdParameters, { x, tX, t }: PurchaseHistory): number {
  if (x === 0) return 1;
  return 1 / (1 + Math.exp(Math.log(a / (b + x - 1)) + (r + x) * Math.log1p((t - tX) / (alpha + tX))));
}

/**
 * The log-likelihood as a function of (r, alpha, a, b), with its derivatives. With u the log of the odds of having
 * dropped out, one customer's is
 *   ln Γ(r+x)/Γ(r) + ln Γ(b+x)/Γ(b) − ln Γ(a+b+x)/Γ(a+b)  +  r ln α − (r+x) ln(α+t) + ln(1 + eᵘ if x > 0),
 *   u = ln a − ln(b+x−1) + (r+x) ln((α+t)/(α+tX)).
 */
function bgNbdCurve(rows: readonly PurchaseCount[]): (parameters: readonly number[]) => Curve {
  checkPurchaseCounts(rows);
  const exceeding = customersExceeding(rows);
  const columns = columnsOf(rows);
  return ([r = 0, alpha = 0, a = 0, b = 0]) =>
    plus(curveOfCounts(exceeding, { r, alpha, a, b }), curveOfTimes(columns, { r, alpha, a, b }));
}

/**
 * The first three terms. As x is whole they are sums of logs, ln Γ(r+x)/Γ(r) = Σ ln(r+i) over i < x, and over all
 * customers each log counts once for everyone with x > i: no gamma function, and nothing cancels when r is large.
 */
function curveOfCounts(exceeding: Float64Array, { r, a, b }: BgNbdParameters): Curve {
  let [value, gR, gA, gB, hRR, hAA, hBB] = [0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < exceeding.length; i++) {
    const customers = exceeding[i] as number;
    const [ofR, ofB, ofAB] = [1 / (r + i), 1 / (b + i), 1 / (a + b + i)];
    value += customers * Math.log((r + i) * (b + i) * ofAB);
    gR += customers * ofR;
    gA -= customers * ofAB;
    gB += customers * (ofB - ofAB);
    hRR -= customers * ofR * ofR;
    hAA += customers * ofAB * ofAB;
    hBB += customers * (ofAB * ofAB - ofB * ofB);
  }
  const hessian = [
    [hRR, 0, 0, 0],
    [0, 0, 0, 0],
    [0, 0, hAA, hAA],
    [0, 0, hAA, hBB],
  ];
  return { value, gradient: [gR, 0, gA, gB], hessian };
}

/** The terms with times in them: a log for each time that somebody has, and two transcendental functions a row with x > 0. */
function curveOfTimes({ times, xs, tXs, ts, counts }: Columns, { r, alpha, a, b }: BgNbdParameters): Curve {
  let [value, gR, gAlpha, gA, gB] = [0, 0, 0, 0, 0];
  let [hRR, hRAlpha, hRA, hRB, hAlphaAlpha, hAlphaA, hAlphaB, hAA, hAB, hBB] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  const logAlpha = Math.log(alpha);
  // Rows come ordered by x.
  let [ofX, perB, odds] = [0, 0, 0];
  const growths = times.map((time) => Math.log1p(time / alpha));
  const rates = times.map((time) => 1 / (alpha + time));
  for (let row = 0; row < counts.length; row++) {
    const x = xs[row] as number;
    const t = ts[row] as number;
    const customers = counts[row] as number;
    const k = r + x;
    const growth = growths[t] as number;
    const perT = rates[t] as number;
    value -= customers * (k * growth + x * logAlpha);
    gR -= customers * growth;
    gAlpha += customers * (r / alpha - k * perT);
    hRAlpha += customers * (1 / alpha - perT);
    hAlphaAlpha += customers * (k * perT * perT - r / (alpha * alpha));
    if (x === 0) continue;

    if (x !== ofX) {
      ofX = x;
      perB = 1 / (b + x - 1);
      odds = Math.log(a * perB);
    }
    const tX = tXs[row] as number;
    const silence = growth - (growths[tX] as number);
    const perTx = rates[tX] as number;
    const u = odds + k * silence;
    const rest = Math.exp(-Math.abs(u));
    value += customers * (Math.max(u, 0) + Math.log1p(rest));
    const dead = customers * (u > 0 ? 1 / (1 + rest) : rest / (1 + rest));
    const spread = (customers * rest) / ((1 + rest) * (1 + rest));
    const [uAlpha, uA, uB] = [k * (perT - perTx), 1 / a, -perB];
    gR += dead * silence;
    gAlpha += dead * uAlpha;
    gA += dead * uA;
    gB += dead * uB;
    hRR += spread * silence * silence;
    hRAlpha += spread * silence * uAlpha + dead * (perT - perTx);
    hRA += spread * silence * uA;
    hRB += spread * silence * uB;
    hAlphaAlpha += spread * uAlpha * uAlpha + dead * k * (perTx * perTx - perT * perT);
    hAlphaA += spread * uAlpha * uA;
    hAlphaB += spread * uAlpha * uB;
    hAA += (spread - dead) * uA * uA;
    hAB += spread * uA * uB;
    hBB += (spread + dead) * uB * uB;
  }
  const hessian = [
    [hRR, hRAlpha, hRA, hRB],
    [hRAlpha, hAlphaAlpha, hAlphaA, hAlphaB],
    [hRA, hAlphaA, hAA, hAB],
    [hRB, hAlphaB, hAB, hBB],
  ];
  return { value, gradient: [gR, gAlpha, gA, gB], hessian };
}

function plus(one: Curve, other: Curve): Curve {
  const sum = (a: readonly number[], b: readonly number[] = []) =>
    a.map((entry, index) => entry + (b[index] as number));
  return {
    value: one.value + other.value,
    gradient: sum(one.gradient, other.gradient),
    hessian: one.hessian.map((row, index) => sum(row, other.hessian[index])),
  };
}

/** At index i, the customers with x > i. */
function customersExceeding(rows: readonly PurchaseCount[]): Float64Array {
  const exceeding = new Float64Array(rows.reduce((most, { x }) => Math.max(most, x), 0));
  for (const { x, customers } of rows) if (x > 0) exceeding[x - 1] = (exceeding[x - 1] as number) + customers;
  for (let i = exceeding.length - 2; i >= 0; i--) {
    exceeding[i] = (exceeding[i] as number) + (exceeding[i + 1] as number);
  }
  return exceeding;
}

/** The rows, with the place of tX and t among the times that there are. */
interface Columns {
  times: Float64Array;
  xs: Float64Array;
  tXs: Int32Array;
  ts: Int32Array;
  counts: Float64Array;
}

function columnsOf(rows: readonly PurchaseCount[]): Columns {
  const places = new Map<number, number>();
  const placeOf = (time: number) => {
    const known = places.get(time);
    if (known === undefined) places.set(time, places.size);
    return known ?? places.size - 1;
  };
  const tXs = Int32Array.from(rows, ({ tX }) => placeOf(tX));
  const ts = Int32Array.from(rows, ({ t }) => placeOf(t));
  return {
    times: Float64Array.from(places.keys()),
    xs: Float64Array.from(rows, ({ x }) => x),
    ...{ tXs, ts },
    counts: Float64Array.from(rows, ({ customers }) => customers),
  };
}

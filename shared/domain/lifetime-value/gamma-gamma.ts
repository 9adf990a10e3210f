import { digamma, lnGamma, trigamma } from './gamma-function.ts';
import { type Curve, type Estimate, fewOf, maximise } from './maximum-likelihood.ts';

/** How many customers made so many purchases at so much a purchase. */
export interface SpendCount {
  /** Purchases the mean is taken over: a whole number from 1. */
  purchases: number;
  /** Mean spend of a purchase, at least 0. */
  meanSpend: number;
  customers: number;
}

/**
 * The Gamma-Gamma model of spend: a purchase's value is Gamma(p, rate ν) around the customer's own mean, and ν is
 * Gamma(q, rate gamma) over the customers, independent of how often they buy.
 * @see Fader & Hardie (2013), The Gamma-Gamma Model of Monetary Value
 */
export interface GammaGammaParameters {
  p: number;
  /** Above 1: at or below it the mean spend of a new customer would be infinite. */
  q: number;
  /** In the unit of money of the spends. */
  gamma: number;
}

/** Order of the parameters in {@link Estimate}. */
export const gammaGammaNames = ['p', 'q', 'gamma'] as const;

/** What {@link GammaGammaParameters} must exceed. */
export const GAMMA_GAMMA_LEAST = [0, 1, 0] as const;

/**
 * Log-likelihood of the mean spends of all customers together.
 * @param rows with means above 0
 * @see Fader & Hardie (2013), eq. 1a
 */
export function gammaGammaLogLikelihood(rows: readonly SpendCount[], { p, q, gamma }: GammaGammaParameters): number {
  return gammaGammaCurve(rows)([p, q, gamma]).value;
}

/**
 * Fits Gamma-Gamma by maximum likelihood. Customers with a mean of 0 are left out: the model gives them no density.
 * @param rows at least one with a mean above 0
 * @param seed of the scattered starts
 */
export function fitGammaGamma(rows: readonly SpendCount[], seed: number): Estimate {
  const paying = rows.filter(({ meanSpend }) => meanSpend > 0);
  const few = fewOf(paying);
  const start = [2, 3, overallMeanSpend(paying)];
  return maximise(
    { at: gammaGammaCurve(paying), ofFew: few && gammaGammaCurve(few), start, least: GAMMA_GAMMA_LEAST },
    seed,
  );
}

/**
 * Expected spend per future purchase, given the past: the customer's own mean drawn towards that of all, the more so the
 * fewer purchases it rests on; with no purchase it is the mean of all.
 * @param purchases at least 0
 * @see Fader & Hardie (2013), eq. 5
 */
export function expectedSpend({ p, q, gamma }: GammaGammaParameters, purchases: number, meanSpend: number): number {
  return (p * (gamma + purchases * meanSpend)) / (p * purchases + q - 1);
}

/** Mean over purchases, not over customers. */
export function overallMeanSpend(rows: readonly SpendCount[]): number {
  let [spend, purchases] = [0, 0];
  for (const row of rows) {
    spend += row.purchases * row.meanSpend * row.customers;
    purchases += row.purchases * row.customers;
  }
  return spend / purchases;
}

/** @throws {RangeError} when there is not a whole number of purchases, or they bring less than nothing */
export function checkSpend(purchases: number, meanSpend: number, fewest = 0): void {
  if (!(Number.isInteger(purchases) && purchases >= fewest)) {
    throw new RangeError(`Expected a whole number of purchases from ${fewest}, got ${purchases}`);
  }
  if (!(meanSpend >= 0 && meanSpend < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`Expected a mean spend of at least 0, got ${meanSpend}`);
  }
}

/** {@link checkSpend} of every row, and that its number of customers is positive. */
export function checkSpendCounts(rows: readonly SpendCount[]): void {
  for (const { purchases, meanSpend, customers } of rows) {
    checkSpend(purchases, meanSpend, 1);
    if (!(customers > 0 && customers < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`Expected a positive number of customers, got ${customers}`);
    }
  }
}

/**
 * The log-likelihood as a function of (p, q, gamma), with its derivatives. For n purchases of mean z one customer's is
 *   ln Γ(pn+q) − ln Γ(pn) − ln Γ(q) + q ln gamma + (pn−1) ln z + pn ln n − (pn+q) ln(gamma+nz).
 * The gamma functions are taken once for every n; one log a row is left.
 */
function gammaGammaCurve(rows: readonly SpendCount[]): (parameters: readonly number[]) => Curve {
  checkSpendCounts(rows);
  const groups = [...Map.groupBy(rows, ({ purchases }) => purchases)].map(([n, members]) => {
    const spends = Float64Array.from(members, ({ meanSpend }) => n * meanSpend);
    const counts = Float64Array.from(members, ({ customers }) => customers);
    const customers = counts.reduce((sum, count) => sum + count, 0);
    const logs = counts.reduce((sum, count, index) => sum + count * Math.log(spends[index] as number), 0);
    return { n, spends, counts, customers, logs };
  });

  return ([p = 0, q = 0, gamma = 0]) => {
    let value = 0;
    let [gP, gQ, gGamma, hPP, hPQ, hPGamma, hQQ, hQGamma, hGammaGamma] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
    for (const { n, spends, counts, customers, logs } of groups) {
      const shape = p * n + q;
      let [logSums, inverses, squares] = [0, 0, 0];
      for (let row = 0; row < counts.length; row++) {
        const count = counts[row] as number;
        const spend = spends[row] as number;
        const sum = gamma + spend;
        logSums += count * Math.log1p(spend / gamma);
        inverses += count / sum;
        squares += count / (sum * sum);
      }
      const logShares = logs - customers * Math.log(gamma) - logSums;
      value += customers * (lnGamma(shape) - lnGamma(p * n) - lnGamma(q) + Math.log(n)) - logs;
      value += p * n * logShares - q * logSums;
      gP += n * (customers * (digamma(shape) - digamma(p * n)) + logShares);
      gQ += customers * (digamma(shape) - digamma(q)) - logSums;
      gGamma += (customers * q) / gamma - shape * inverses;
      hPP += customers * n * n * (trigamma(shape) - trigamma(p * n));
      hPQ += customers * n * trigamma(shape);
      hPGamma -= n * inverses;
      hQQ += customers * (trigamma(shape) - trigamma(q));
      hQGamma += customers / gamma - inverses;
      hGammaGamma += shape * squares - (customers * q) / (gamma * gamma);
    }
    const hessian = [
      [hPP, hPQ, hPGamma],
      [hPQ, hQQ, hQGamma],
      [hPGamma, hQGamma, hGammaGamma],
    ];
    return { value, gradient: [gP, gQ, gGamma], hessian };
  };
}

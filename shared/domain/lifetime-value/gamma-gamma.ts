import { digamma, lnGamma, trigamma } from './gamma-function.ts';
import { type Estimate, type Evaluation, maximise, subsample } from './maximum-likelihood.ts';

/** The number of customers with the same number of purchases and the same mean spend. */
export interface SpendCount {
  /** x, the number of purchases in the mean: a whole number, at least 1. */
  purchases: number;
  /** z̄, the mean spend per purchase, at least 0. */
  meanSpend: number;
  customers: number;
}

/**
 * Parameters of the Gamma-Gamma model of spend. The value of a customer's purchases is z ~ Gamma(p, rate ν), and across
 * customers ν ~ Gamma(q, rate γ), independent of how often they buy.
 * @see Fader & Hardie (2013), The Gamma-Gamma Model of Monetary Value
 */
export interface GammaGammaParameters {
  p: number;
  /** Above 1: otherwise the expected spend of a new customer is infinite. */
  q: number;
  /** γ, in the currency of the spend. */
  gamma: number;
}

/** Order of the parameters in {@link Estimate}. */
export const gammaGammaNames = ['p', 'q', 'gamma'] as const;

/** Exclusive lower bounds of {@link GammaGammaParameters}. */
export const GAMMA_GAMMA_LOWER_BOUNDS = [0, 1, 0] as const;

/**
 * Computes the log-likelihood of all customers' mean spend, Σ customers · ln f(z̄ | p, q, γ; x), where
 *
 *     f = Γ(px+q) / (Γ(px) Γ(q)) · γ^q z̄^(px−1) x^(px) / (γ + x z̄)^(px+q)
 *
 * @param rows rows with means above 0
 * @throws {RangeError} when a row has an impossible spend
 * @see Fader & Hardie (2013), eq. 1a
 * @example
 * const cdnow = { p: 6.25, q: 3.74, gamma: 15.44 };
 * gammaGammaLogLikelihood([{ purchases: 2, meanSpend: 30, customers: 1 }], cdnow) // => -3.847
 */
export function gammaGammaLogLikelihood(rows: readonly SpendCount[], { p, q, gamma }: GammaGammaParameters): number {
  return gammaGammaEvaluator(rows)([p, q, gamma]).value;
}

/**
 * Fits Gamma-Gamma by maximum likelihood. It ignores customers with a mean of 0, to whom the model assigns no density.
 * @param rows at least one with a mean above 0
 * @param seed seed for the random starting points
 * @throws {RangeError} when a row has an impossible spend
 * @example
 * const means = [8, 12, 20, 25, 30, 31, 40, 70];
 * const rows = means.map((meanSpend, at) => ({ purchases: 1 + at % 3, meanSpend, customers: 10 }));
 * fitGammaGamma(rows, 1).agreeingStarts // => 3
 */
export function fitGammaGamma(rows: readonly SpendCount[], seed: number): Estimate {
  const paying = rows.filter(({ meanSpend }) => meanSpend > 0);
  const subsampled = subsample(paying);
  return maximise(
    {
      evaluate: gammaGammaEvaluator(paying),
      evaluateSubsample: subsampled && gammaGammaEvaluator(subsampled),
      start: [2, 3, overallMeanSpend(paying)],
      lowerBounds: GAMMA_GAMMA_LOWER_BOUNDS,
    },
    seed,
  );
}

/**
 * Computes the expected spend of a future purchase, given x purchases with mean z̄ so far:
 *
 *     E(Z | p, q, γ; z̄, x) = p (γ + x z̄) / (px + q − 1)
 *
 * This shrinks the customer's mean towards the population mean, the more the fewer purchases there are. Without purchases
 * it is the population mean.
 * @param purchases x, at least 0
 * @param meanSpend z̄, at least 0
 * @returns expected spend in the currency of the data
 * @see Fader & Hardie (2013), eq. 5
 * @example
 * const cdnow = { p: 6.25, q: 3.74, gamma: 15.44 };
 * expectedSpend(cdnow, 0, 0) // => 35.22
 * expectedSpend(cdnow, 4, 50) // => 48.54
 */
export function expectedSpend({ p, q, gamma }: GammaGammaParameters, purchases: number, meanSpend: number): number {
  const [x, zBar] = [purchases, meanSpend];
  return (p * (gamma + x * zBar)) / (p * x + q - 1);
}

/**
 * Computes the mean spend over all purchases (not over customers).
 * @returns mean spend in the currency of the data; NaN without rows
 * @example
 * overallMeanSpend([{ purchases: 3, meanSpend: 10, customers: 1 }, { purchases: 1, meanSpend: 50, customers: 1 }]) // => 20
 */
export function overallMeanSpend(rows: readonly SpendCount[]): number {
  let [spend, purchases] = [0, 0];
  for (const row of rows) {
    spend += row.purchases * row.meanSpend * row.customers;
    purchases += row.purchases * row.customers;
  }
  return spend / purchases;
}

/**
 * Validates a customer's number of purchases and mean spend.
 * @param minPurchases smallest number of purchases allowed
 * @throws {RangeError} when the number of purchases is not whole or the mean is negative
 * @example
 * checkSpend(2, 17.5) // => undefined
 * checkSpend(0, 0, 1) // throws RangeError
 * checkSpend(1, -3) // throws RangeError
 */
export function checkSpend(purchases: number, meanSpend: number, minPurchases = 0): void {
  if (!(Number.isInteger(purchases) && purchases >= minPurchases)) {
    throw new RangeError(`Expected a whole number of purchases from ${minPurchases}, got ${purchases}`);
  }
  if (!(meanSpend >= 0 && meanSpend < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`Expected a mean spend of at least 0, got ${meanSpend}`);
  }
}

/**
 * Validates every row with {@link checkSpend}, and that its number of customers is positive.
 * @throws {RangeError} naming the invalid value
 * @example
 * checkSpendCounts([{ purchases: 1, meanSpend: 17.5, customers: 3 }]) // => undefined
 * checkSpendCounts([{ purchases: 0, meanSpend: 0, customers: 3 }]) // throws RangeError
 */
export function checkSpendCounts(rows: readonly SpendCount[]): void {
  for (const { purchases, meanSpend, customers } of rows) {
    checkSpend(purchases, meanSpend, 1);
    if (!(customers > 0 && customers < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`Expected a positive number of customers, got ${customers}`);
    }
  }
}

/**
 * Returns the log-likelihood as a function of (p, q, γ), with its derivatives. With s = x z̄, a customer's total spend,
 *
 *     ln f = ln Γ(px+q) − ln Γ(px) − ln Γ(q) + px ln(s / (γ+s)) − q ln((γ+s) / γ) − ln z̄.
 *
 * For speed, the gamma functions are evaluated once per x, which leaves one logarithm per row. For precision, ln(γ+s) is
 * written as ln γ + ln(1 + s/γ), so that no digits cancel when γ is large.
 */
function gammaGammaEvaluator(rows: readonly SpendCount[]): (parameters: readonly number[]) => Evaluation {
  checkSpendCounts(rows);
  const groups = [...Map.groupBy(rows, ({ purchases }) => purchases)].map(([x, members]) => ({
    x,
    totals: members.map(({ meanSpend, customers }) => ({ s: x * meanSpend, customers })),
    customers: members.reduce((sum, { customers }) => sum + customers, 0),
    lnS: members.reduce((sum, { meanSpend, customers }) => sum + customers * Math.log(x * meanSpend), 0),
  }));

  return ([p = 0, q = 0, gamma = 0]) => {
    let value = 0;
    let [dP, dQ, dGamma, dPP, dPQ, dPGamma, dQQ, dQGamma, dGammaGamma] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
    for (const { x, totals, customers, lnS } of groups) {
      // Sums over the customers with this x: ln((γ+s)/γ), 1/(γ+s) and 1/(γ+s)².
      let [lnGrowth, inverse, inverseSquare] = [0, 0, 0];
      for (const { s, customers: count } of totals) {
        lnGrowth += count * Math.log1p(s / gamma);
        inverse += count / (gamma + s);
        inverseSquare += count / ((gamma + s) * (gamma + s));
      }
      const lnShare = lnS - customers * Math.log(gamma) - lnGrowth;
      const lnZBar = lnS - customers * Math.log(x);
      const px = p * x;
      value += customers * (lnGamma(px + q) - lnGamma(px) - lnGamma(q)) + px * lnShare - q * lnGrowth - lnZBar;
      dP += x * (customers * (digamma(px + q) - digamma(px)) + lnShare);
      dQ += customers * (digamma(px + q) - digamma(q)) - lnGrowth;
      dGamma += (customers * q) / gamma - (px + q) * inverse;
      dPP += customers * x * x * (trigamma(px + q) - trigamma(px));
      dPQ += customers * x * trigamma(px + q);
      dPGamma -= x * inverse;
      dQQ += customers * (trigamma(px + q) - trigamma(q));
      dQGamma += customers / gamma - inverse;
      dGammaGamma += (px + q) * inverseSquare - (customers * q) / (gamma * gamma);
    }
    const hessian = [
      [dPP, dPQ, dPGamma],
      [dPQ, dQQ, dQGamma],
      [dPGamma, dQGamma, dGammaGamma],
    ];
    return { value, gradient: [dP, dQ, dGamma], hessian };
  };
}

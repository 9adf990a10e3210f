import { fittedParameters } from './fitted-parameters.ts';
import {
  checkSpend,
  checkSpendCounts,
  expectedSpend,
  fitGammaGamma,
  gammaGammaNames,
  overallMeanSpend,
  type SpendCount,
} from './gamma-gamma.ts';
import type { SpendModel } from './lifetime-value-model.ts';

/** The forecast of a customer's spend per purchase. */
export interface SpendForecast {
  expectedSpend: number;
  /** Standard deviation of ln(expectedSpend) due to the uncertainty of the parameters. */
  logDeviation: number;
}

export interface SpendModelOptions {
  seed: number;
  minCustomers: number;
  minRepeatBuyers: number;
  /** Largest absolute correlation for Gamma-Gamma, which assumes that spend and frequency are independent. */
  maxSpendCorrelation: number;
}

/** Largest ratio of fitted to observed mean, in either direction. Beyond it, the fitted tail is too heavy to be reliable. */
const MEAN_FACTOR = 2;

/**
 * Fits Gamma-Gamma, or falls back to the pooled mean and gives the reason.
 * @param rows one per distinct number of purchases and mean spend
 * @throws {RangeError} when a row has an impossible spend
 * @example
 * const options = { seed: 1, minCustomers: 100, minRepeatBuyers: 30, maxSpendCorrelation: 0.3 };
 * const { method, reason, mean } = fitSpend([{ purchases: 2, meanSpend: 30, customers: 5 }], options);
 * [method, reason, mean] // => ['pooled-mean', 'too few customers', 30]
 */
export function fitSpend(rows: readonly SpendCount[], options: SpendModelOptions): SpendModel {
  checkSpendCounts(rows);
  const paying = rows.filter(({ meanSpend }) => meanSpend > 0);
  const correlation = spendCorrelation(paying);
  const pooled = (reason: Extract<SpendModel, { method: 'pooled-mean' }>['reason']): SpendModel => ({
    method: 'pooled-mean',
    reason,
    correlation,
    ...pooledMean(rows),
  });
  if (sum(paying, ({ customers }) => customers) < Math.max(1, options.minCustomers)) return pooled('too few customers');
  const repeatBuyers = sum(paying, ({ purchases, customers }) => (purchases > 1 ? customers : 0));
  if (repeatBuyers < Math.max(1, options.minRepeatBuyers)) return pooled('too few repeat buyers');
  if (Math.abs(correlation ?? 0) > options.maxSpendCorrelation) return pooled('spend follows frequency');
  const fit = fitGammaGamma(paying, options.seed);
  if (!fit.converged) return pooled('fit failed');
  const fitted = fittedParameters(gammaGammaNames, fit);
  const ratio = expectedSpend(fitted.parameters, 0, 0) / overallMeanSpend(paying);
  if (!(ratio < MEAN_FACTOR && ratio > 1 / MEAN_FACTOR)) return pooled('no stable mean');
  return { method: 'gamma-gamma', correlation, ...fitted };
}

/**
 * A common form of both methods: `prior` pseudo-purchases with a total spend of `base` are added to the customer's own. The
 * variance of ln(expected spend) is weight²·variances[0] + 2·weight·share·variances[1] + share²·variances[2], where weight
 * is the share of the prior in the number of purchases, and share that of `base` in the total spend.
 */
export interface SpendShape {
  prior: number;
  base: number;
  variances: readonly [number, number, number];
}

/**
 * Converts a spend model to its common form. For Gamma-Gamma, p (γ + x z̄) / (px + q − 1) equals (base + x z̄) / (prior + x)
 * with prior = (q − 1) / p and base = γ.
 * @see Fader & Hardie (2013), eq. 5
 * @example
 * const pooled = { method: 'pooled-mean', reason: 'fit failed', correlation: null, mean: 30, mean_log_deviation: 0.1 };
 * spendShape(pooled) // => { prior: 1, base: 30, variances: [0, 0, 0.0100] }
 */
export function spendShape(model: SpendModel): SpendShape {
  if (model.method === 'pooled-mean') {
    return { prior: 1, base: model.mean, variances: [0, 0, model.mean_log_deviation ** 2] };
  }
  const { p, q, gamma } = model.parameters;
  const [[pp = 0, pq = 0, pg = 0] = [], [, qq = 0, qg = 0] = [], [, , gg = 0] = []] = model.covariance;
  return { prior: (q - 1) / p, base: gamma, variances: [pp - 2 * pq + qq, pg - qg, gg] };
}

/**
 * Returns a function that forecasts a customer's spend per purchase by a model.
 * @returns a function of the number of purchases and their mean spend, which throws a RangeError for impossible values. The
 *   expectation is linear in the mean spend; for 0 purchases it is the population mean
 * @example
 * const pooled = { method: 'pooled-mean', reason: 'fit failed', correlation: null, mean: 30, mean_log_deviation: 0.1 };
 * spendForecaster(pooled)(3, 50).expectedSpend // => 45
 * spendForecaster(pooled)(0, 0).expectedSpend // => 30
 */
export function spendForecaster(model: SpendModel): (purchases: number, meanSpend: number) => SpendForecast {
  const { prior, base, variances } = spendShape(model);
  const [byWeight, byBoth, byShare] = variances;
  return (purchases, meanSpend) => {
    checkSpend(purchases, meanSpend);
    const spend = base + purchases * meanSpend;
    const weight = prior / (prior + purchases);
    const share = spend > 0 ? base / spend : 0;
    const variance = weight * weight * byWeight + 2 * weight * share * byBoth + share * share * byShare;
    return { expectedSpend: spend / (prior + purchases), logDeviation: Math.sqrt(Math.max(variance, 0)) };
  };
}

/** Computes the mean over all purchases and the standard error of its log, for a ratio of sums over customers. */
function pooledMean(rows: readonly SpendCount[]): { mean: number; mean_log_deviation: number } {
  const purchases = sum(rows, (row) => row.purchases * row.customers);
  const mean = purchases > 0 ? overallMeanSpend(rows) : 0;
  const squares = sum(rows, (row) => row.customers * (row.purchases * (row.meanSpend - mean)) ** 2);
  return { mean, mean_log_deviation: mean > 0 ? Math.sqrt(squares) / purchases / mean : 0 };
}

/** Computes Pearson's correlation of purchases and mean spend over customers. */
function spendCorrelation(rows: readonly SpendCount[]): number | null {
  const customers = sum(rows, (row) => row.customers);
  const mean = (value: (row: SpendCount) => number) => sum(rows, (row) => row.customers * value(row)) / customers;
  const purchases = mean((row) => row.purchases);
  const spend = mean((row) => row.meanSpend);
  const covariance = mean((row) => (row.purchases - purchases) * (row.meanSpend - spend));
  const varianceProduct = mean((row) => (row.purchases - purchases) ** 2) * mean((row) => (row.meanSpend - spend) ** 2);
  return varianceProduct > 0 ? covariance / Math.sqrt(varianceProduct) : null;
}

function sum(rows: readonly SpendCount[], value: (row: SpendCount) => number): number {
  return rows.reduce((total, row) => total + value(row), 0);
}

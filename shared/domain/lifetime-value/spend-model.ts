import { type FittedParameters, fittedParameters, logDeviation } from './fitted-parameters.ts';
import {
  checkSpend,
  checkSpendCounts,
  expectedSpend,
  fitGammaGamma,
  gammaGammaNames,
  overallMeanSpend,
  type SpendCount,
} from './gamma-gamma.ts';

/** What was learnt about how much customers spend on a purchase day: Gamma-Gamma, or the pooled mean in its place. */
export type SpendModel = {
  /** Correlation over the customers between purchases and mean spend; null where one of them does not vary. */
  correlation: number | null;
} & (
  | ({ method: 'gamma-gamma' } & FittedParameters<(typeof gammaGammaNames)[number]>)
  | {
      method: 'pooled-mean';
      reason:
        | 'too few customers'
        | 'too few repeat buyers'
        | 'spend follows frequency'
        | 'fit failed'
        | 'no stable mean';
      /** Mean spend of a purchase over all customers. */
      mean: number;
      /** Standard deviation of ln(mean). */
      meanLogDeviation: number;
    }
);

/** What a purchase of a customer is expected to bring. */
export interface SpendForecast {
  expectedSpend: number;
  /** Standard deviation of ln(expectedSpend) that comes from the uncertainty of the parameters. */
  logDeviation: number;
}

export interface SpendModelOptions {
  seed: number;
  minCustomers: number;
  minRepeatBuyers: number;
  /** Gamma-Gamma takes spend and frequency as independent: beyond this correlation, either way, it is not used. */
  maxSpendCorrelation: number;
}

/** A fitted mean that is further than this factor from the observed one comes from a tail too heavy to rely on. */
const MEAN_FACTOR = 2;

/**
 * Fits Gamma-Gamma, or says why not.
 * @param rows one per distinct number of purchases and mean spend
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
 * Forecasts the spend of a purchase by a model.
 * @returns a function of the customer's purchases and their mean spend; the expectation is linear in the latter
 */
export function spendForecaster(model: SpendModel): (purchases: number, meanSpend: number) => SpendForecast {
  if (model.method === 'pooled-mean') {
    return (purchases, meanSpend) => {
      checkSpend(purchases, meanSpend);
      // As if one more purchase at the mean of all had been seen.
      const spend = purchases * meanSpend + model.mean;
      return {
        expectedSpend: spend / (purchases + 1),
        logDeviation: spend > 0 ? (model.mean * model.meanLogDeviation) / spend : 0,
      };
    };
  }
  const { p, q, gamma } = model.parameters;
  return (purchases, meanSpend) => {
    checkSpend(purchases, meanSpend);
    const weightOfAll = (q - 1) / (p * purchases + q - 1);
    const slope = [weightOfAll, -weightOfAll, gamma / (gamma + purchases * meanSpend)];
    return {
      expectedSpend: expectedSpend(model.parameters, purchases, meanSpend),
      logDeviation: logDeviation(slope, model.covariance),
    };
  };
}

/** The mean over purchases, and the standard error of its log, as a ratio of sums over customers. */
function pooledMean(rows: readonly SpendCount[]): { mean: number; meanLogDeviation: number } {
  const purchases = sum(rows, (row) => row.purchases * row.customers);
  const mean = purchases > 0 ? overallMeanSpend(rows) : 0;
  const squares = sum(rows, (row) => row.customers * (row.purchases * (row.meanSpend - mean)) ** 2);
  return { mean, meanLogDeviation: mean > 0 ? Math.sqrt(squares) / purchases / mean : 0 };
}

/** Pearson's correlation of purchases and mean spend over the customers. */
function spendCorrelation(rows: readonly SpendCount[]): number | null {
  const customers = sum(rows, (row) => row.customers);
  const mean = (value: (row: SpendCount) => number) => sum(rows, (row) => row.customers * value(row)) / customers;
  const purchases = mean((row) => row.purchases);
  const spend = mean((row) => row.meanSpend);
  const together = mean((row) => (row.purchases - purchases) * (row.meanSpend - spend));
  const spread = mean((row) => (row.purchases - purchases) ** 2) * mean((row) => (row.meanSpend - spend) ** 2);
  return spread > 0 ? together / Math.sqrt(spread) : null;
}

function sum(rows: readonly SpendCount[], value: (row: SpendCount) => number): number {
  return rows.reduce((total, row) => total + value(row), 0);
}

import { describe, expect, it } from 'vitest';
import type { SpendCount } from '../../../../shared/domain/lifetime-value/gamma-gamma.ts';
import { fitSpend, spendForecaster } from '../../../../shared/domain/lifetime-value/spend-model.ts';
import { type CdnowFixture, fixture, spendCounts } from './fixtures.ts';
import { cdnowSpend, simulatedSpends } from './simulated-buyers.ts';

const options = { seed: 1, minCustomers: 100, minRepeatBuyers: 30, maxSpendCorrelation: 0.3 };
const purchases = Array.from({ length: 2000 }, (_, index) => 1 + (index % 6));
const independent = simulatedSpends(cdnowSpend, purchases, 29);

const sumOf = (rows: readonly SpendCount[], value: (row: SpendCount) => number) =>
  rows.reduce((sum, row) => sum + row.customers * value(row), 0);

describe('the model of spend', () => {
  it('is Gamma-Gamma when spend does not correlate with frequency', () => {
    const model = fitSpend(independent, options);
    expect(model).toMatchObject({ method: 'gamma-gamma', converged: true });
    expect(Math.abs(model.correlation as number)).toBeLessThan(0.1);
  });

  it('computes the correlation 0.11 that Fader & Hardie (2013) report for the CDNOW sample', () => {
    const { spends } = fixture<CdnowFixture>('cdnow-sample');
    expect(fitSpend(spendCounts(spends), options).correlation).toBeCloseTo(0.11, 2);
  });

  it.each([
    { reason: 'too few customers', rows: [] },
    { reason: 'too few customers', rows: independent.slice(0, 99) },
    { reason: 'too few customers', rows: [{ purchases: 3, meanSpend: 0, customers: 500 }] },
    { reason: 'too few repeat buyers', rows: [{ purchases: 1, meanSpend: 20, customers: 500 }] },
    {
      reason: 'spend follows frequency',
      rows: independent.map((row) => ({ ...row, meanSpend: row.meanSpend * row.purchases ** 2 })),
    },
    { reason: 'no stable mean', rows: simulatedSpends({ p: 2, q: 0.4, gamma: 5 }, purchases, 31) },
  ])('is the pooled mean for the reason "$reason"', ({ reason, rows }) => {
    const model = fitSpend(rows, options);
    expect(model).toMatchObject({ method: 'pooled-mean', reason });
    const purchases = sumOf(rows, (row) => row.purchases);
    const mean = purchases > 0 ? sumOf(rows, (row) => row.purchases * row.meanSpend) / purchases : 0;
    const { expectedSpend, logDeviation } = spendForecaster(model)(2, 30);
    // One purchase at the mean of all is added to two of 30; of the three, only the mean is uncertain.
    expect(expectedSpend / ((mean + 60) / 3)).toBeCloseTo(1, 12);
    const squares = sumOf(rows, (row) => (row.purchases * (row.meanSpend - mean)) ** 2);
    const deviation = purchases > 0 ? Math.sqrt(squares) / purchases / (mean + 60) : 0;
    expect(logDeviation).toBeCloseTo(deviation, 12);
  });

  it('expects the common spend when all customers spend the same', () => {
    const same: SpendCount[] = [1, 2, 5].map((n) => ({ purchases: n, meanSpend: 25, customers: 200 }));
    const forecast = spendForecaster(fitSpend(same, options));
    expect(forecast(1, 25).expectedSpend).toBeCloseTo(25, 1);
    expect(forecast(5, 25).expectedSpend).toBeCloseTo(25, 1);
  });
});

describe('the forecast of spend', () => {
  const forecast = spendForecaster(fitSpend(independent, options));

  it('is linear in the mean spend of customers with equally many purchases, so that a group can be forecast by its mean', () => {
    const [low, middle, high] = [10, 20, 30].map((mean) => forecast(3, mean).expectedSpend) as [number, number, number];
    expect(middle).toBeCloseTo((low + high) / 2, 10);
  });

  it('of Gamma-Gamma is the population mean p·gamma / (q − 1) without purchases', () => {
    const model = fitSpend(independent, options);
    if (model.method !== 'gamma-gamma') throw new Error('not fitted');
    const { p, q, gamma } = model.parameters;
    expect(forecast(0, 0).expectedSpend).toBeCloseTo((p * gamma) / (q - 1), 10);
  });

  it('of the pooled mean counts the population mean as one additional purchase', () => {
    const model = fitSpend(
      [
        { purchases: 1, meanSpend: 10, customers: 2 },
        { purchases: 4, meanSpend: 25, customers: 1 },
      ],
      options,
    );
    // Population mean: (10 + 10 + 4·25) / 6 = 20.
    expect(model).toMatchObject({ method: 'pooled-mean', mean: 20 });
    expect(spendForecaster(model)(4, 25).expectedSpend).toBeCloseTo((4 * 25 + 20) / 5, 12);
    expect(spendForecaster(model)(1, 0).expectedSpend).toBeCloseTo(10, 12);
    expect(spendForecaster(model)(0, 0).expectedSpend).toBe(20);
  });
});

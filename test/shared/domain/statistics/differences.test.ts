import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differenceOfMeans, differenceOfProportions } from '../../../../shared/domain/statistics/differences.ts';
import { incompleteBeta } from '../../../../shared/domain/statistics/incomplete-beta.ts';
import { studentTCriticalValue } from '../../../../shared/domain/statistics/student-t.ts';

const toSums = (values: readonly number[]) => ({
  count: values.length,
  sum: values.reduce((sum, value) => sum + value, 0),
  squares: values.reduce((sum, value) => sum + value ** 2, 0),
});

describe('the incomplete beta function', () => {
  it.each([
    [0.5, 0.5, 0.5, 0.5],
    [0.1, 2, 3, 0.0523],
    [0.9, 5.5, 0.5, 0.2925184553957732],
    [0.3, 40, 80, 0.2219388129350823],
    [0.999, 0.5, 1000, 1],
  ])('at x = %d, a = %d, b = %d is %d, like scipy.stats.beta.cdf', (x, a, b, expected) => {
    expect(incompleteBeta(x, a, b)).toBeCloseTo(expected, 12);
  });
});

describe("Student's t", () => {
  it.each([
    [0.95, 1, 12.706204736174694],
    [0.95, 2.5, 3.5746548420036817],
    [0.95, 9.7, 2.237515123700105],
    [0.95, 30, 2.0422724563012378],
    [0.99, 4, 4.604094871349992],
    [0.5, 3, 0.7648923284043444],
    [0.95, 1234.5, 1.9618874833313453],
    [0.95, 2e6, 1.9599651706763748],
  ])('at confidence %d with %d degrees of freedom is %d, like scipy.stats.t.ppf', (confidence, degrees, expected) => {
    expect(studentTCriticalValue(confidence, degrees)).toBeCloseTo(expected, 8);
  });
});

describe('the difference of two means', () => {
  it('has the interval of scipy.stats.ttest_ind(equal_var=False)', () => {
    const { difference, low, high } = differenceOfMeans(
      toSums([120.5, 0, 80, 310.25, 45, 0, 99.9, 150]),
      toSums([60, 0, 0, 75.5, 20]),
    );

    expect(difference).toBeCloseTo(69.60625, 10);
    expect(low).toBeCloseTo(-17.59043583260319, 8);
    expect(high).toBeCloseTo(156.80293583260317, 8);
  });

  it('has an interval of width 0 when values do not vary within groups', () => {
    expect(differenceOfMeans(toSums([5, 5, 5]), toSums([2, 2]))).toEqual({ difference: 3, low: 3, high: 3 });
  });
});

describe('the difference of two proportions', () => {
  it.each([
    [56, 70, 48, 80, 0.05243147240236498, 0.33387265403690614],
    [9, 10, 3, 10, 0.1705227239345029, 0.809017973535488],
    [0, 20, 0, 10, -0.27753279986288926, 0.1611251580528194],
    [10, 10, 0, 20, 0.6790860371419145, 1],
    [1200, 40_000, 55, 2100, -0.004103510653114555, 0.01006360117850431],
  ])(
    '%d of %d minus %d of %d has the interval of statsmodels confint_proportions_2indep(method="newcomb")',
    (part, count, otherPart, otherCount, expectedLow, expectedHigh) => {
      const { low, high } = differenceOfProportions({ part, count }, { part: otherPart, count: otherCount });

      expect(low).toBeCloseTo(expectedLow, 10);
      expect(high).toBeCloseTo(expectedHigh, 10);
    },
  );

  const sample = fc
    .integer({ min: 1, max: 1000 })
    .chain((count) => fc.record({ count: fc.constant(count), part: fc.integer({ min: 0, max: count }) }));

  it('lies in its interval, between -1 and 1, and changes sign when the groups are swapped', () => {
    fc.assert(
      fc.property(sample, sample, (one, other) => {
        const { difference, low, high } = differenceOfProportions(one, other);
        const turned = differenceOfProportions(other, one);

        expect(-1 - 1e-12 <= low && low <= difference && difference <= high && high <= 1 + 1e-12).toBe(true);
        expect(turned.low).toBeCloseTo(-high, 12);
      }),
    );
  });
});

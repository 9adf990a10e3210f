import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binShares, decileDistribution } from '../../../../shared/domain/drift/distribution.ts';
import { compareDistributions, populationStabilityIndex } from '../../../../shared/domain/drift/drift.ts';

const upTo = (count: number, value = (index: number) => index) =>
  Array.from({ length: count }, (_, at) => value(at + 1));
const anyValues = fc.array(fc.option(fc.integer({ min: -5, max: 40 })), { minLength: 1, maxLength: 200 });

describe('decileDistribution', () => {
  it('uses the deciles as edges, with a tenth of the values in every bin', () => {
    const { edges, shares, customers } = decileDistribution(upTo(100));

    expect(edges).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90]);
    expect(shares).toEqual([...Array(10).fill(0.1), 0]);
    expect(customers).toBe(100);
  });

  it('has fewer bins when many values are equal, and one for unknown values', () => {
    const { edges, shares } = decileDistribution([...Array(70).fill(1), ...Array(20).fill(2), ...Array(10).fill(null)]);

    expect(edges).toEqual([1, 2]);
    expect(shares).toEqual([0.7, 0.2, 0, 0.1]);
  });

  it('counts every customer once', () => {
    fc.assert(
      fc.property(anyValues, anyValues, (then, now) => {
        const shares = binShares(now, decileDistribution(then).edges);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe('populationStabilityIndex', () => {
  // Shares of 0.5 and 0.5 become 0.2 and 0.8: (0.2 − 0.5)·ln(0.2/0.5) + (0.8 − 0.5)·ln(0.8/0.5) = 0.41589.
  it('is Σ (now − then) · ln(now / then), computed by hand for two large bins', () => {
    const then = { edges: [0], shares: [0.5, 0.5, 0], customers: 1e12 };
    const now = upTo(100_000, (at) => (at % 5 === 0 ? -1 : 1));

    expect(populationStabilityIndex(then, now)).toBeCloseTo(0.41589, 3);
  });

  it('adds half a customer to every bin, so that the logarithm for an empty bin is finite', () => {
    // Then 0.5 : 9.5 : 0.5 of 10.5 with 9 + 0 + 0 of 9 known; now 9.5 : 0.5 : 0.5.
    const then = { edges: [0], shares: [0, 1, 0], customers: 9 };
    const share = (half: number) => half / 10.5;
    const expected = 2 * (share(9.5) - share(0.5)) * Math.log(9.5 / 0.5);

    expect(populationStabilityIndex(then, Array(9).fill(-1))).toBeCloseTo(expected, 12);
  });

  it('is 0 for the same customers and never negative', () => {
    fc.assert(
      fc.property(anyValues, anyValues, (then, now) => {
        const distribution = decileDistribution(then);
        expect(populationStabilityIndex(distribution, then)).toBeCloseTo(0, 12);
        expect(populationStabilityIndex(distribution, now)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('the verdict', () => {
  const then = { steady: decileDistribution(upTo(1000)), moving: decileDistribution(upTo(1000)) };
  const shifted = (by: number) => ({ steady: upTo(1000), moving: upTo(1000, (at) => at + by) });

  it.each([
    [10, 'stable'],
    [80, 'watch'],
    [300, 'refit'],
  ])('follows the feature that moved most: a shift by %i of 1,000 is "%s"', (by, verdict) => {
    expect(compareDistributions(then, shifted(by))).toMatchObject({ worst: 'moving', verdict });
  });
});

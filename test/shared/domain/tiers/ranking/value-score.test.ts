import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../../../shared/domain/policy/policy.ts';
import {
  computeValueScore,
  normalizeWeights,
  percentileRank,
} from '../../../../../shared/domain/tiers/ranking/value-score.ts';

/** 101 evenly spaced percentiles, starting at `from`. */
const percentiles = (from: number, step = 1) => Array.from({ length: 101 }, (_, at) => from + step * at);

describe('percentileRank', () => {
  // The value is 1 at percentiles 0 to 60, 2 at 61 to 90 and 12 at 91 to 100.
  const grid = [...Array(61).fill(1), ...Array(30).fill(2), ...Array(10).fill(12)];

  it.each([
    ['0 below the lowest value', 0.5, 0],
    ['the midpoint of the lowest value', 1, 30],
    ['interpolated between the first two values', 1.5, 60.5],
    ['the midpoint of a middle value', 2, 75.5],
    ['interpolated between the last two values', 7, 90.5],
    ['the midpoint of the highest value', 12, 95.5],
    ['100 above the highest value', 12.1, 100],
  ])('is %s', (_, amount, rank) => {
    expect(percentileRank(amount, grid)).toBeCloseTo(rank, 12);
  });

  it('never decreases as the value increases', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 101, maxLength: 101 }), fc.nat(60), fc.nat(60), (values, a, b) => {
        const sorted = values.toSorted((one, other) => one - other);
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(percentileRank(high, sorted)).toBeGreaterThanOrEqual(percentileRank(low, sorted));
      }),
    );
  });
});

describe('computeValueScore', () => {
  const model = {
    percentiles: {
      recency_days: percentiles(0),
      orders: percentiles(0),
      monetary_total: percentiles(0, 10),
      clv: percentiles(0, 2),
    },
    weights: normalizeWeights(parsePolicy({}).valueScore),
  };

  it('weights lifetime value 0.4, spend 0.3, orders 0.15 and recency (fewer days are better) 0.15 by default', () => {
    // 0.15 · (100 − 20) + 0.15 · 30 + 0.3 · 40 + 0.4 · 50 = 48.5
    expect(computeValueScore({ recency_days: 20, orders: 30, monetary_total: 400, clv: 100 }, model)).toBe(48.5);
  });

  it('scales weights to sum to 1 and leaves out features without a weight', () => {
    const { valueScore } = parsePolicy({ valueScore: { clv: 3, orders: 1 } });

    expect(normalizeWeights(valueScore)).toEqual({ clv: 0.75, orders: 0.25 });
  });

  it('is between 0 and 100 for any buyer', () => {
    const any = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.record({ recency_days: any, orders: any, monetary_total: any, clv: any }), (buyer) => {
        expect(computeValueScore(buyer, model)).toSatisfy((score: number) => score >= 0 && score <= 100);
      }),
    );
  });
});

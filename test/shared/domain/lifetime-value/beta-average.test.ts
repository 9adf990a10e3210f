import fc from 'fast-check';
import { expect, it } from 'vitest';
import { betaAverage } from '../../../../shared/domain/lifetime-value/beta-average.ts';
import { magnitude } from './arbitraries.ts';

const average = (weights: Float64Array, p: Float64Array, g: (p: number) => number) =>
  p.reduce((sum, value, index) => sum + (weights[index] as number) * g(value), 0);

it('gives the mean a / (a + b) and the variance of the Beta distribution, whatever a and b', () => {
  fc.assert(
    fc.property(magnitude(-4, 4), magnitude(-4, 4), (a, b) => {
      const mean = a / (a + b);
      const { p, weight } = betaAverage(a, b, Math.min(0.01, mean));
      expect(average(weight, p, () => 1)).toBeCloseTo(1, 12);
      expect(average(weight, p, (value) => value) / mean).toBeCloseTo(1, 6);
      const square = mean * ((a + 1) / (a + b + 1));
      expect(average(weight, p, (value) => value * value) / square).toBeCloseTo(1, 6);
    }),
  );
});

it('gives the derivatives of the mean by a and by b', () => {
  for (const [a, b] of [
    [0.8, 2.4],
    [0.01, 5],
    [30, 0.2],
    [200, 900],
  ] as const) {
    const { p, slopeA, slopeB } = betaAverage(a, b, 0.01);
    expect(average(slopeA, p, (value) => value) / (b / (a + b) ** 2)).toBeCloseTo(1, 6);
    expect(average(slopeB, p, (value) => value) / (-a / (a + b) ** 2)).toBeCloseTo(1, 6);
  }
});

it('takes at most some hundred points, also where the density piles up at 0 or 1', () => {
  fc.assert(
    fc.property(magnitude(-4, 4), magnitude(-4, 4), magnitude(-9, 0), (a, b, smallest) => {
      expect(betaAverage(a, b, smallest).p.length).toBeLessThan(250);
    }),
  );
});

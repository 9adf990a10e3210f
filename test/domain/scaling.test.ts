import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scaled, unscaled } from '../../shared/domain/scaling.ts';

const scale = fc.record({
  feature: fc.constant('monetary_total' as const),
  mean: fc.double({ min: 0, max: 12, noNaN: true }),
  deviation: fc.double({ min: 0.05, max: 4, noNaN: true }),
});

it('gives the raw value back from its z-score', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), scale, (value, one) => {
      expect(Math.abs(unscaled(scaled(value, one), one) - value)).toBeLessThan(1e-9 * (1 + value));
    }),
  );
});

// ln(1 + (e − 1)) = 1, so z = (1 − 0.5) / 0.25 = 2.
it('takes the logarithm before it centres and divides', () => {
  expect(scaled(Math.E - 1, { feature: 'orders', mean: 0.5, deviation: 0.25 })).toBeCloseTo(2, 12);
});

it('counts negative totals as 0', () => {
  const one = { feature: 'monetary_total', mean: 1, deviation: 2 } as const;
  expect(scaled(-50, one)).toBe(scaled(0, one));
});

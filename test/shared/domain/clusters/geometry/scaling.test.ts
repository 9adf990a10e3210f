import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  rescaleValue,
  type Scale,
  scaleValue,
  unscaleValue,
} from '../../../../../shared/domain/clusters/geometry/scaling.ts';

const scale = fc.record({
  feature: fc.constant('monetary_total' as const),
  log: fc.boolean(),
  center: fc.double({ min: 0, max: 12, noNaN: true }),
  spread: fc.double({ min: 0.05, max: 4, noNaN: true }),
  unknown: fc.constant(0),
});

it('recovers the raw value from the scaled one', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), scale, (value, one) => {
      expect(Math.abs(unscaleValue(scaleValue(value, one), one) - value)).toBeLessThan(1e-9 * (1 + value));
    }),
  );
});

it('converts between scales consistently with raw values', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), scale, scale, (value, one, other) => {
      const there = { ...other, log: one.log };
      expect(rescaleValue(scaleValue(value, one), one, there)).toBeCloseTo(scaleValue(value, there), 6);
    }),
  );
});

const logarithmic: Scale = { feature: 'orders', log: true, center: 0.5, spread: 0.25, unknown: 0.1 };

// ln(1 + (e − 1)) = 1, so (1 − 0.5) / 0.25 = 2.
it('applies the logarithm before centering and dividing', () => {
  expect(scaleValue(Math.E - 1, logarithmic)).toBeCloseTo(2, 12);
});

it('uses the plain value without `log`', () => {
  expect(scaleValue(-1, { ...logarithmic, log: false })).toBe(-6);
});

it('counts negative totals as 0 with `log`', () => {
  expect(scaleValue(-50, logarithmic)).toBe(scaleValue(0, logarithmic));
});

it("replaces unknown values by the scale's `unknown`", () => {
  expect(scaleValue(null, logarithmic)).toBe(0.1);
});

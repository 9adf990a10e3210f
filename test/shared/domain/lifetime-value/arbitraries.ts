import fc from 'fast-check';
import type { BgNbdParameters } from '../../../../shared/domain/lifetime-value/bg-nbd.ts';
import type { PurchaseHistory } from '../../../../shared/domain/lifetime-value/purchase-counts.ts';

/** Positive numbers that range over powers of ten. */
export const magnitude = (from: number, to: number): fc.Arbitrary<number> =>
  fc.double({ min: from, max: to, noNaN: true }).map((exponent) => 10 ** exponent);

export const anyParameters: fc.Arbitrary<BgNbdParameters> = fc.record({
  r: magnitude(-4, 4),
  alpha: magnitude(-3, 6),
  a: magnitude(-4, 4),
  b: magnitude(-4, 4),
});

export const anyHistory: fc.Arbitrary<PurchaseHistory> = fc
  .record({
    x: fc.oneof(fc.constant(0), fc.nat(10), fc.nat(2000)),
    T: fc.oneof(fc.constant(0), magnitude(-2, 4)),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ x, T, share }) => ({ x, tX: x === 0 ? 0 : T * share, T }));

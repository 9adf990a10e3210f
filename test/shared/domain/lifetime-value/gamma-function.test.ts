import { expect, it } from 'vitest';
import { digamma, lnGamma, trigamma } from '../../../../shared/domain/lifetime-value/gamma-function.ts';
import { fixture } from './fixtures.ts';

interface Point {
  x: number;
  ln_gamma: number;
  digamma: number;
  trigamma: number;
}

it('computes ln Γ, ψ and ψ′ to 14 digits of mpmath from 10⁻⁴ to 10⁶', () => {
  for (const point of fixture<{ points: Point[] }>('gamma-function').points) {
    const pairs = [
      [lnGamma(point.x), point.ln_gamma],
      [digamma(point.x), point.digamma],
      [trigamma(point.x), point.trigamma],
    ] as const;
    for (const [ours, theirs] of pairs)
      expect(Math.abs(ours - theirs) / Math.max(1, Math.abs(theirs))).toBeLessThan(1e-14);
  }
});

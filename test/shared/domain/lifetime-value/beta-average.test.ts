import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type BetaNode, betaNodes } from '../../../../shared/domain/lifetime-value/beta-average.ts';
import { magnitude } from './arbitraries.ts';

const average = (nodes: readonly BetaNode[], weight: 'weight' | 'slopeA' | 'slopeB', g: (p: number) => number) =>
  nodes.reduce((sum, node) => sum + node[weight] * g(node.p), 0);

it('integrates the mean a / (a + b) and the variance of the Beta distribution for any a and b', () => {
  fc.assert(
    fc.property(magnitude(-4, 4), magnitude(-4, 4), (a, b) => {
      const mean = a / (a + b);
      const nodes = betaNodes(a, b, Math.min(0.01, mean));
      expect(average(nodes, 'weight', () => 1)).toBeCloseTo(1, 12);
      expect(average(nodes, 'weight', (p) => p) / mean).toBeCloseTo(1, 6);
      const square = mean * ((a + 1) / (a + b + 1));
      expect(average(nodes, 'weight', (p) => p * p) / square).toBeCloseTo(1, 6);
    }),
  );
});

it('gives the derivatives of the mean with respect to a and b', () => {
  for (const [a, b] of [
    [0.8, 2.4],
    [0.01, 5],
    [30, 0.2],
    [200, 900],
  ] as const) {
    const nodes = betaNodes(a, b, 0.01);
    expect(average(nodes, 'slopeA', (p) => p) / (b / (a + b) ** 2)).toBeCloseTo(1, 6);
    expect(average(nodes, 'slopeB', (p) => p) / (-a / (a + b) ** 2)).toBeCloseTo(1, 6);
  }
});

it('needs at most a few hundred points, even if the density concentrates at 0 or 1', () => {
  fc.assert(
    fc.property(magnitude(-4, 4), magnitude(-4, 4), magnitude(-9, 0), (a, b, smallest) => {
      expect(betaNodes(a, b, smallest).length).toBeLessThan(250);
    }),
  );
});

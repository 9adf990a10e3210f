import fc from 'fast-check';
import { expect, it } from 'vitest';
import { interpolate } from '../../../../shared/domain/lifetime-value/interpolation.ts';

const at = fc.double({ min: -8, max: 8, noNaN: true });

it('interpolates several smooth functions at once to a relative error of 1e-11', () => {
  fc.assert(
    fc.property(
      at,
      fc.double({ min: 0.1, max: 64, noNaN: true }),
      fc.double({ min: 1e-6, max: 1e3, noNaN: true }),
      (u, k, p) => {
        const functions = (place: number) => [Math.exp(-place), 1 - (1 + p * Math.exp(-place)) ** -k, Math.cos(place)];
        const [decay = 0, growth = 0, wave = 0] = interpolate(functions)(u);
        const [exactDecay = 0, exactGrowth = 0, exactWave = 0] = functions(u);
        expect(Math.abs(decay / exactDecay - 1)).toBeLessThan(1e-11);
        expect(Math.abs(growth - exactGrowth)).toBeLessThan(1e-11);
        expect(Math.abs(wave - exactWave)).toBeLessThan(1e-11);
      },
    ),
  );
});

it('is exact at the ends of panels', () => {
  const square = interpolate((place) => [place * place]);

  expect([-2, 0, 1, 7].flatMap((place) => [...square(place)])).toEqual([4, 0, 1, 49]);
});

it('does not depend on earlier evaluations', () => {
  fc.assert(
    fc.property(fc.array(at, { maxLength: 5 }), at, (before, place) => {
      const exponential = interpolate((each) => [Math.exp(each)]);
      for (const each of before) exponential(each);
      expect(exponential(place)).toEqual(interpolate((each) => [Math.exp(each)])(place));
    }),
  );
});

it('evaluates the functions once per panel, at fifteen points', () => {
  const looked: number[] = [];
  const line = interpolate((place) => {
    looked.push(place);
    return [place];
  });
  for (let step = 0; step < 100; step++) line(3 + step / 100);

  expect(looked).toHaveLength(15);
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { interpolate } from '../../../../shared/domain/lifetime-value/interpolation.ts';

const at = fc.double({ min: -8, max: 8, noNaN: true });

it('gives several smooth functions at once to 1e-11 of their size', () => {
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

it('gives the function itself at the ends of its panels', () => {
  const square = interpolate((place) => [place * place]);

  expect([-2, 0, 1, 7].flatMap((place) => [...square(place)])).toEqual([4, 0, 1, 49]);
});

it('gives the same whatever was asked for before', () => {
  fc.assert(
    fc.property(fc.array(at, { maxLength: 5 }), at, (before, place) => {
      const exponential = interpolate((each) => [Math.exp(each)]);
      for (const each of before) exponential(each);
      expect(exponential(place)).toEqual(interpolate((each) => [Math.exp(each)])(place));
    }),
  );
});

it('looks at each panel once, in fifteen places', () => {
  const looked: number[] = [];
  const line = interpolate((place) => {
    looked.push(place);
    return [place];
  });
  for (let step = 0; step < 100; step++) line(3 + step / 100);

  expect(looked).toHaveLength(15);
});

import { expect, it } from 'vitest';
import { cholesky, inverse } from '../../../../shared/domain/lifetime-value/cholesky.ts';

it('inverts a matrix like numpy.linalg.inv([[4, 2, 0.6], [2, 5, 1], [0.6, 1, 3]])', () => {
  const inverted = inverse([
    [4, 2, 0.6],
    [2, 5, 1],
    [0.6, 1, 3],
  ]);
  const numpy = [
    [0.31390134529147984, -0.1210762331838565, -0.022421524663677132],
    [-0.1210762331838565, 0.2609865470852018, -0.06278026905829595],
    [-0.02242152466367713, -0.06278026905829595, 0.35874439461883406],
  ];
  for (const [i, row] of numpy.entries()) {
    for (const [j, entry] of row.entries()) expect(inverted?.[i]?.[j]).toBeCloseTo(entry, 12);
  }
});

it.each([
  {
    what: 'indefinite',
    matrix: [
      [1, 2],
      [2, 1],
    ],
  },
  {
    what: 'singular',
    matrix: [
      [1, 1],
      [1, 1],
    ],
  },
  { what: 'not numbers', matrix: [[Number.NaN]] },
])('returns undefined for a matrix that is $what', ({ matrix }) => {
  expect(cholesky(matrix)).toBeUndefined();
});

import { expect, it } from 'vitest';
import {
  principalComponents,
  principalPlane,
  projectPoint,
} from '../../../../../shared/domain/clusters/geometry/principal-components.ts';

// Along the diagonal (1, 1), the variance is that of −2√2, 0, 2√2: 16/3. Across it, the variance is 0.
it('finds the diagonal that points lie on', () => {
  const [along, across] = principalComponents([
    [-2, -2],
    [0, 0],
    [2, 2],
  ]);

  for (const weight of along?.weights ?? []) expect(weight).toBeCloseTo(Math.SQRT1_2, 12);
  expect(along?.variance).toBeCloseTo(16 / 3, 12);
  expect(across?.variance).toBeCloseTo(0, 12);
});

it('has one axis for one feature', () => {
  const { origin, components } = principalPlane([[1], [3], [8]]);

  expect(components).toEqual([{ weights: [1], variance_share: 1 }]);
  expect(projectPoint([8], origin, components)).toEqual([4]);
});

it('does not divide by 0 when all points are equal', () => {
  const { components } = principalPlane([
    [1, 2],
    [1, 2],
  ]);

  expect(components.map(({ variance_share }) => variance_share)).toEqual([0, 0]);
});

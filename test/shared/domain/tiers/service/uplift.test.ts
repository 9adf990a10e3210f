import { expect, it } from 'vitest';
import { emptyGroup, estimateUplift } from '../../../../../shared/domain/tiers/service/uplift.ts';

const treated = { customers: 8, bought: 6, spend: 805.65, spend_squares: 151680.3225 };
const control = { customers: 5, bought: 3, spend: 155.5, spend_squares: 9700.25 };

it('estimates the difference between treated and control customers, with the intervals of scipy and statsmodels', () => {
  // 6 of 8 minus 3 of 5: Newcombe's interval by confint_proportions_2indep(6, 8, 3, 5, method="newcomb").
  expect(estimateUplift(treated, control)).toEqual({
    treated: { customers: 8, bought: 6, bought_share: 0.75, spend_mean: 100.7062 },
    control: { customers: 5, bought: 3, bought_share: 0.6, spend_mean: 31.1 },
    spend: { difference: 69.6062, low: -17.5904, high: 156.8029 },
    bought: { difference: 0.15, low: -0.292528, high: 0.560164 },
    reason: null,
  });
});

it.each([
  [treated, emptyGroup, 'no control customers'],
  [treated, { ...control, customers: 1 }, 'fewer than 2 control customers'],
  [{ ...treated, customers: 1 }, control, 'fewer than 2 treated customers'],
  [emptyGroup, control, 'fewer than 2 treated customers'],
])('gives the reason when groups are too small to compare (%#)', (treatedGroup, controlGroup, reason) => {
  expect(estimateUplift(treatedGroup, controlGroup)).toMatchObject({ spend: null, bought: null, reason });
});

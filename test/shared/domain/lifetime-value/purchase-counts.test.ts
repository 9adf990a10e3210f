import { expect, it } from 'vitest';
import { checkPurchaseCounts, purchaseTotals } from '../../../../shared/domain/lifetime-value/purchase-counts.ts';

const row = { x: 2, tX: 10, T: 30, customers: 5 };

it.each([
  { what: 'a last purchase after the day of the estimate', wrong: { tX: 31 } },
  { what: 'a last purchase before the first', wrong: { tX: -1 } },
  { what: 'half a purchase', wrong: { x: 1.5 } },
  { what: 'a negative number of purchases', wrong: { x: -1 } },
  { what: 'a second purchase day of a one-time buyer', wrong: { x: 0 } },
  { what: 'a time that is not a number', wrong: { T: Number.NaN } },
  { what: 'an infinite time', wrong: { T: Number.POSITIVE_INFINITY } },
  { what: 'more purchases than possible', wrong: { x: 1e9 } },
  { what: 'no customers', wrong: { customers: 0 } },
])('rejects $what', ({ wrong }) => {
  expect(() => checkPurchaseCounts([{ ...row, ...wrong }])).toThrow(RangeError);
});

it('accepts a second purchase on the last day and on the first', () => {
  expect(() =>
    checkPurchaseCounts([
      { ...row, tX: 30 },
      { ...row, tX: 0 },
    ]),
  ).not.toThrow();
});

it('sums over customers, not over rows', () => {
  const rows = [row, { x: 0, tX: 0, T: 10, customers: 3 }];
  expect(purchaseTotals(rows)).toEqual({ customers: 8, repeatBuyers: 5, repeatPurchases: 10, customerTime: 180 });
});

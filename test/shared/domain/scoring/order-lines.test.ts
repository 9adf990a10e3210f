import { expect, it } from 'vitest';
import { groupIntoDocuments, total } from '../../../../shared/domain/scoring/order-lines.ts';

it.each([
  { amounts: [], sum: 0 },
  { amounts: [0.1, 0.2, 0.0003], sum: 0.3003 },
  { amounts: [...Array(2000)].map(() => 999_999_999_999.99), sum: 1_999_999_999_999_980 },
  {
    amounts: [...Array(1999)].map((_, at) => (at % 2 === 0 ? 999_999_999_999.99 : -999_999_999_999.98)),
    sum: 1_000_000_000_009.98,
  },
])('sums amounts exactly, to four decimals (%#)', ({ amounts, sum }) => {
  expect(total(amounts)).toBe(sum);
});

it('takes a number that comes back on another day for another order, unless it goes on past midnight', () => {
  const line = (order_id: string, ordered_at: string) => ({ order_id, ordered_at, amount: 10, kind: 'purchase' });
  const orders = groupIntoDocuments(
    [
      line('7', '2026-03-01 23:59:00'),
      line('7', '2026-03-02 00:20:00'),
      line('7', '2026-03-02 10:00:00'),
      line('8', '2026-03-01 00:00:00'),
      line('8', '2026-03-02 00:00:00'),
    ],
    null,
  );

  expect(orders.map(({ bought }) => bought)).toEqual([20, 10, 10, 10]);
});

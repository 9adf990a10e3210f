import { expect, it } from 'vitest';
import { total } from '../../../../shared/domain/scoring/order-lines.ts';

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

import { expect, it } from 'vitest';
import { parseUnit } from '../../../../../shared/domain/intake/headers/headers.ts';

it.each([
  { header: 'Amount (USD)', unit: { currency: 'USD' } },
  { header: '金额（元）', unit: { currency: 'CNY' } },
  { header: 'price_cents', unit: { minor: true } },
])('parses the unit of "$header"', ({ header, unit }) => {
  expect(parseUnit(header)).toEqual(unit);
});

it.each(['Order All', 'Sales TOP', 'Amount (ALL)', 'cost_pen'])(
  'does not read the last word of "%s" as a currency, because the code is also a word',
  (header) => {
    expect(parseUnit(header)).toEqual({});
  },
);

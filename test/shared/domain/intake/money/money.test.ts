import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approximateAmount, detectMoneyFormat, isMoney } from '../../../../../shared/domain/intake/money/money.ts';

describe('a column of amounts is written', () => {
  it.each([
    { values: ['12.5', '-3', '0'], decimalMark: '.', groupMarks: [], plain: true },
    { values: ['1,234.50', '12.00'], decimalMark: '.', groupMarks: [','], plain: false },
    { values: ['1.234,50', '12,00'], decimalMark: ',', groupMarks: ['.'], plain: false },
    { values: ['1 234,50', '12,00'], decimalMark: ',', groupMarks: [' '], plain: false },
    { values: ["1'234.50", '12.00'], decimalMark: '.', groupMarks: ["'"], plain: false },
    { values: ['12,34,567.00'], decimalMark: '.', groupMarks: [','], plain: false },
    { values: ['12,5', '3'], decimalMark: ',', groupMarks: [], plain: false },
    { values: ['1,234,567'], decimalMark: '.', groupMarks: [','], plain: false },
  ] as const)(
    'with $decimalMark before the cents and $groupMarks between thousands: $values',
    ({ values, ...writing }) => {
      expect(detectMoneyFormat(values)).toMatchObject({ ...writing, share: 1 });
    },
  );

  it('as the value that tells the marks apart says, for those that do not', () => {
    expect(detectMoneyFormat(['1.234', '5.678', '9,50'])).toMatchObject({ decimalMark: ',', isAmbiguous: false });
    expect(detectMoneyFormat(['1.234', '5.678', '9.50'])).toMatchObject({ decimalMark: '.', isAmbiguous: false });
  });

  it('ambiguously when every value is like 1,234', () => {
    expect(detectMoneyFormat(['1,234', '5,678'])).toMatchObject({
      decimalMark: '.',
      groupMarks: [','],
      isAmbiguous: true,
    });
    expect(detectMoneyFormat(['1.234', '5.678'])).toMatchObject({
      decimalMark: '.',
      groupMarks: [],
      isAmbiguous: true,
    });
  });

  it('with minus in parentheses or behind', () => {
    expect(detectMoneyFormat(['($1,500.00)', '3.00'])).toMatchObject({ parentheses: true, trailingMinus: false });
    expect(detectMoneyFormat(['12.00-', '3.00'])).toMatchObject({ parentheses: false, trailingMinus: true });
  });

  it('in digits of full width', () => {
    expect(detectMoneyFormat(['１２．５０'])).toMatchObject({ fullWidth: true, decimalMark: '.', plain: false });
  });
});

describe('the currency of a column is', () => {
  it.each([
    { values: ['€3.00', '4,00 €'], currencies: ['EUR'] },
    { values: ['£3.00'], currencies: ['GBP'] },
    { values: ['12.00元', '人民币 3'], currencies: ['CNY'] },
    { values: ['HK$ 5.00', '5 USD', 'USD 6'], currencies: ['USD', 'HKD'] },
    { values: ['¥12.00', '￥1,200.00'], currencies: ['¥'] },
    { values: ['$3.99'], currencies: ['$'] },
    { values: ['3.99'], currencies: [] },
  ])('$currencies in $values', ({ values, currencies }) => {
    expect(detectMoneyFormat(values).currencies).toEqual(currencies);
  });
});

it.each(['100 ALL', '2 CUP', 'TOP 5', '12 PEN'])('takes "%s" for no amount: its letters are a word as well', (text) => {
  expect(isMoney(text)).toBe(false);
});

it.each(['twelve', '5 + 5', '12,34,56', '2020.01.02', '1.5%', '12 pcs', '', '1-2', '(3'])(
  'takes "%s" for no amount',
  (text) => {
    expect(isMoney(text)).toBe(false);
  },
);

it.each([
  { text: '1.234,50 €', decimalMark: ',', amount: 1234.5 },
  { text: '($1,234.50)', decimalMark: '.', amount: -1234.5 },
  { text: '12.00-', decimalMark: '.', amount: -12 },
  { text: '１２', decimalMark: '.', amount: 12 },
  { text: 'free', decimalMark: '.', amount: Number.NaN },
] as const)('compares $text as $amount', ({ text, decimalMark, amount }) => {
  expect(approximateAmount(text, decimalMark)).toBe(amount);
});

it('says what share of a column is amounts', () => {
  expect(detectMoneyFormat(['1.00', '2.00', 'free', 'on request']).share).toBe(0.5);
  expect(detectMoneyFormat([]).share).toBe(0);
});

it('finds the marks of any list of amounts that is written in one way', () => {
  const written = fc.record({
    locale: fc.constantFrom('en-US', 'de-DE', 'en-IN', 'de-CH'),
    amounts: fc.array(fc.integer({ min: -9_999_999_99, max: 9_999_999_99 }), { minLength: 1 }),
  });
  fc.assert(
    fc.property(written, ({ locale, amounts }) => {
      const format = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 });
      const { decimalMark, share, isAmbiguous } = detectMoneyFormat(amounts.map((cents) => format.format(cents / 100)));
      expect({ decimalMark, share, isAmbiguous }).toEqual({
        decimalMark: locale === 'de-DE' ? ',' : '.',
        share: 1,
        isAmbiguous: false,
      });
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  approximateAmount,
  detectMoneyFormat,
  isMoney,
  type MarkEvidence,
  resolveDecimalMark,
} from '../../../../../shared/domain/intake/money/money.ts';

describe('detectMoneyFormat', () => {
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
    'finds the decimal mark $decimalMark and the thousands separators $groupMarks in $values',
    ({ values, ...format }) => {
      expect(detectMoneyFormat(values)).toMatchObject({ ...format, share: 1 });
    },
  );

  it('applies the marks of an unambiguous value to ambiguous ones', () => {
    expect(detectMoneyFormat(['1.234', '5.678', '9,50'])).toMatchObject({ decimalMark: ',', isAmbiguous: false });
    expect(detectMoneyFormat(['1.234', '5.678', '9.50'])).toMatchObject({ decimalMark: '.', isAmbiguous: false });
  });

  it('reports ambiguity when every value is like 1,234', () => {
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

  it('recognises negative amounts in parentheses and with a trailing minus', () => {
    expect(detectMoneyFormat(['($1,500.00)', '3.00'])).toMatchObject({ parentheses: true, trailingMinus: false });
    expect(detectMoneyFormat(['12.00-', '3.00'])).toMatchObject({ parentheses: false, trailingMinus: true });
  });

  it('recognises full-width digits', () => {
    expect(detectMoneyFormat(['１２．５０'])).toMatchObject({ fullWidth: true, decimalMark: '.', plain: false });
  });
});

describe('the currencies of a column', () => {
  it.each([
    { values: ['€3.00', '4,00 €'], currencies: ['EUR'] },
    { values: ['£3.00'], currencies: ['GBP'] },
    { values: ['12.00元', '人民币 3'], currencies: ['CNY'] },
    { values: ['HK$ 5.00', '5 USD', 'USD 6'], currencies: ['USD', 'HKD'] },
    { values: ['¥12.00', '￥1,200.00'], currencies: ['¥'] },
    { values: ['$3.99'], currencies: ['$'] },
    { values: ['3.99'], currencies: [] },
  ])('are $currencies in $values', ({ values, currencies }) => {
    expect(detectMoneyFormat(values).currencies).toEqual(currencies);
  });
});

it.each(['100 ALL', '2 CUP', 'TOP 5', '12 PEN'])(
  'does not read "%s" as an amount, because the code is also a word',
  (text) => {
    expect(isMoney(text)).toBe(false);
  },
);

it.each(['twelve', '5 + 5', '12,34,56', '2020.01.02', '1.5%', '12 pcs', '', '1-2', '(3'])(
  'does not read "%s" as an amount',
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
] as const)('approximates $text as $amount', ({ text, decimalMark, amount }) => {
  expect(approximateAmount(text, decimalMark)).toBe(amount);
});

it('reports the share of a column that is amounts', () => {
  expect(detectMoneyFormat(['1.00', '2.00', 'free', 'on request']).share).toBe(0.5);
  expect(detectMoneyFormat([]).share).toBe(0);
});

it('finds the marks of any list of amounts in one locale', () => {
  const amountsInLocale = fc.record({
    locale: fc.constantFrom('en-US', 'de-DE', 'en-IN', 'de-CH'),
    amounts: fc.array(fc.integer({ min: -9_999_999_99, max: 9_999_999_99 }), { minLength: 1 }),
  });
  fc.assert(
    fc.property(amountsInLocale, ({ locale, amounts }) => {
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

describe('the mark of a column in which every mark stands before three digits', () => {
  const evidence: MarkEvidence = {
    ...{
      content: 'money',
      stated: undefined,
      others: undefined,
      currencies: [],
      isSemicolonFile: false,
      isTyped: false,
    },
  };
  const mark = (values: readonly string[], given: Partial<MarkEvidence> = {}) =>
    resolveDecimalMark(detectMoneyFormat(values), { ...evidence, ...given });

  it('is not decided by 250.000 alone', () => {
    expect(mark(['250.000', '75.000', '19.990'])).toBeUndefined();
  });

  it.each([
    { by: 'the policy', values: ['250.000'], given: { stated: ',' }, decided: ',' },
    { by: 'the other columns', values: ['250.000'], given: { others: '.' }, decided: '.' },
    { by: 'a currency without decimals', values: ['250.000'], given: { currencies: ['IDR'] }, decided: ',' },
    { by: 'a currency of three decimals', values: ['250.000'], given: { currencies: ['KWD'] }, decided: '.' },
    { by: 'a semicolon file', values: ['250.000'], given: { isSemicolonFile: true }, decided: ',' },
    { by: 'a format with typed numbers', values: ['1.125'], given: { isTyped: true }, decided: '.' },
    { by: 'amounts below a thousand', values: ['1.250', '500'], given: {}, decided: ',' },
    { by: 'a comma', values: ['1,250'], given: {}, decided: '.' },
    { by: 'pieces with three decimals', values: ['1,000', '12,000'], given: { content: 'number' }, decided: ',' },
  ] as const)('is $decided by $by', ({ values, given, decided }) => {
    expect(mark(values, given)).toBe(decided);
  });
});

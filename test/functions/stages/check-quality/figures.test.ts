import { expect, it } from 'vitest';
import { uploadFigures } from '../../../../functions/stages/check-quality/figures.ts';
import { reportOf } from './reports.ts';

const column = { column: 'category', header: 'Kategorie' };

it('has the share of every count', () => {
  const report = reportOf('one', {
    name: 'orders.csv',
    kept: 160,
    quarantined: 40,
    quality: {
      columns: [{ ...column, missing: 50, invalid: 3, distinct: 16 }],
      future: 4,
      inconsistent: 8,
      amount: { lower: 1, upper: 90, outliers: 2 },
    },
  });

  expect(uploadFigures(report, '2026-08-01')).toMatchObject({
    quality: {
      // 150 of 200 rows have a value, 147 of the 150 are valid, and 160 have 16 distinct values.
      columns: [
        { ...column, missing: 50, completeness: 0.75, invalid: 3, validity: 0.98, distinct: 16, uniqueness: 0.1 },
      ],
      consistency: { inconsistent: 8, share: 0.95 },
      timeliness: { first_on: '2026-07-01', last_on: '2026-07-31', days_since_last: 1, future: 4, share: 0.975 },
      outliers: { amount: { lower: 1, upper: 90, outliers: 2, share: 0.0125 }, quantity: null },
      customers: 160,
      currencies: { EUR: 160 },
    },
  });
});

it('has no share of nothing', () => {
  const columns = [{ ...column, missing: 5, invalid: 0, distinct: 0 }];
  const report = reportOf('one', { name: 'orders.csv', kept: 0, quarantined: 5, quality: { columns } });

  expect(uploadFigures(report, '2026-08-01')).toMatchObject({
    quality: { columns: [{ completeness: 0, validity: null, uniqueness: null }], consistency: { share: null } },
  });
});

it('limits uniqueness to 1 although distinct values are estimates', () => {
  const columns = [{ ...column, missing: 0, invalid: 0, distinct: 320 }];
  const report = reportOf('one', { name: 'orders.csv', kept: 310, quality: { columns } });

  expect(uploadFigures(report, '2026-08-01')).toMatchObject({
    quality: { columns: [{ distinct: 320, uniqueness: 1 }] },
  });
});

it('has no consistency unless amount, quantity and price are all given', () => {
  const report = { ...reportOf('one', { name: 'orders.csv' }), columns: { amount: 'Betrag' } };

  expect(uploadFigures(report, '2026-08-01')).toMatchObject({ quality: { consistency: null } });
});

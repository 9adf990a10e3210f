import { expect, it } from 'vitest';
import { uploadFigures } from '../../../functions/stages/check-quality/figures.ts';
import type { RunQuality } from '../../../local/cli/quality.ts';
import { qualityText, uploadsText } from '../../../local/cli/quality-report.ts';
import { type Drop, measureDrops } from '../../../shared/domain/quality/drops.ts';
import { reportOf } from '../../functions/stages/check-quality/reports.ts';
import { historyAfter, makeUpload, TODAY } from '../../shared/domain/quality/dropped-uploads.ts';

const june = makeUpload({ from: '2026-06-01', to: '2026-06-30', kept: 300 });
const report = reportOf('one', {
  name: 'july.csv',
  kept: 155,
  quarantined: 45,
  quality: {
    columns: [
      { column: 'customer_id', header: 'Kunde', missing: 0, invalid: 0, distinct: 100 },
      { column: 'category', header: 'Gruppe', missing: 50, invalid: 0, distinct: 5 },
      { column: 'ordered_at', header: 'Datum', missing: 0, invalid: 45, distinct: 155 },
    ],
    amount: { lower: 1, upper: 90, outliers: 2 },
    quantity: { lower: 1, upper: 9, outliers: 1 },
  },
});

const { quality, ...withoutFigures } = report;

const reportLines = (drops: Drop[], more: Partial<RunQuality> = {}) =>
  qualityText({ uploads: [{ ...withoutFigures, ...uploadFigures(report, TODAY) }], drops, ...more }).split('\n');

it('shows the worst columns, outliers, days and currencies of each file on one line', () => {
  const [head = '', row = ''] = reportLines([]);
  const words = (line: string) => line.trim().split(/ {2,}/);

  expect(words(head)).toEqual([
    ...['least complete', 'least valid', 'consistent', 'future', 'outliers', 'days', 'currencies'],
  ]);
  expect(words(row)).toEqual([
    ...['july.csv', '75.0 % category', '77.5 % ordered_at', '100.0 %', '0', '3'],
    ...['2026-07-01 to 2026-07-31', 'EUR'],
  ]);
});

it('compares drops with the usual size and counts new customers', () => {
  const customers = { total: 100, new: 31, known: 69 };

  expect(reportLines(measureDrops([report], historyAfter([june]), TODAY), { customers }).slice(2)).toEqual([
    '  orders: 5 rows a day, 0.5 times the usual 10',
    '  31 new customers, 69 known',
  ]);
  expect(
    reportLines(measureDrops([june, makeUpload({ dataset: 'customers', kept: 5000 })], historyAfter(), TODAY)).slice(2),
  ).toEqual(['  orders: 10 rows a day, the first drop', '  customers: 5,000 rows, the first drop']);
});

it('labels a correction', () => {
  const correction = makeUpload({ from: '2026-06-03', to: '2026-06-30', kept: 4 });

  expect(reportLines(measureDrops([correction], historyAfter([june]), TODAY)).at(-1)).toBe(
    '  orders: 4 rows that correct earlier ones',
  );
});

it('shows nothing for files without figures', () => {
  expect(qualityText({ uploads: [withoutFigures], drops: [] })).toBe('');
});

it('says beside each file what its dropped copies, discounts and refunds are worth', () => {
  const money = { duplicates: 27.5, discounts: 5, refunded: 0, quarantined: 0 };

  expect(uploadsText([{ ...withoutFigures, money, completed_lines: 3 }])).toContain(
    '3 lines belong to the order above them, duplicates worth 27.5, discounts of 5',
  );
});

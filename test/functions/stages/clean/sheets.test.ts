import { describe, expect, it } from 'vitest';
import { zipOf } from '../../zip.ts';
import { rejection, taken } from './clean-upload.ts';

const relations = (targets: readonly [type: string, target: string][]) =>
  `<Relationships>${targets
    .map(
      ([type, target], index) =>
        `<Relationship Id="r${index}" Type="http://x/relationships/${type}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`;
const cells = (line: string) =>
  line
    .split(',')
    .map((cell, index) =>
      cell === '' ? '' : `<c r="${String.fromCharCode(65 + index)}1" t="inlineStr"><is><t>${cell}</t></is></c>`,
    )
    .join('');

/** A workbook of sheets, each from its lines of comma-separated cells. */
const workbook = (sheets: Readonly<Record<string, readonly string[]>>, merged = '') => {
  const names = Object.keys(sheets);
  return zipOf([
    {
      path: '[Content_Types].xml',
      content: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    },
    { path: '_rels/.rels', content: relations([['officeDocument', 'xl/workbook.xml']]) },
    {
      path: 'xl/workbook.xml',
      content: `<workbook xmlns:r="r"><sheets>${names.map((name, index) => `<sheet name="${name}" r:id="r${index}"/>`).join('')}</sheets></workbook>`,
    },
    {
      path: 'xl/_rels/workbook.xml.rels',
      content: relations(names.map((_, index) => ['worksheet', `worksheets/sheet${index}.xml`])),
    },
    ...names.map((name, index) => ({
      path: `xl/worksheets/sheet${index}.xml`,
      content: `<worksheet><sheetData>${sheets[name]?.map((line, row) => `<row r="${row + 1}">${cells(line)}</row>`).join('')}</sheetData>${merged}</worksheet>`,
    })),
  ]);
};
const given = { key: 'inbox/export.xlsx' };
const january = ['Order No,Customer ID,Date,Amount', '1,c1,2026-01-05,10', '2,c2,2026-01-06,20'];
const february = ['Monthly report', 'Date,Order No,Customer ID,Amount', '2026-02-05,3,c1,5'];

describe('a workbook', () => {
  it('is read from the sheet with data, whatever is on its cover', async () => {
    const cover = ['Sales report', 'Company,Example Ltd', 'Printed,2026-02-01'];
    const { report } = await taken(workbook({ Cover: cover, Notes: ['a,b', '1,2'], Sales: january }), given);
    expect(report).toMatchObject({ kept: 2, sheet: 'Sales', other_sheets: ['Cover', 'Notes'] });
  });

  it('is read from all sheets with the same columns, in any order', async () => {
    const { report, rows } = await taken(workbook({ Info: ['x'], Jan: january, Feb: february }), given);
    expect(report).toMatchObject({ kept: 3, sheet: 'Jan, Feb', other_sheets: ['Info'], skipped_lines: 1 });
    expect(rows.map(({ order_id, amount }) => [order_id, Number(amount)])).toEqual([
      ['1', 10],
      ['3', 5],
      ['2', 20],
    ]);
  });

  it('is read from its orders, if other sheets hold something else', async () => {
    const customers = ['Customer ID,Region,Signup date', 'c1,North,2020-01-01', 'c2,South,2021-01-01'];
    const { report } = await taken(workbook({ Customers: customers, Orders: january }), given);
    expect(report).toMatchObject({ dataset: 'orders', sheet: 'Orders', other_sheets: ['Customers'] });
  });

  it('is rejected with the names of its sheets, if several tables of orders differ in their columns', async () => {
    const shop = ['Order No,Customer ID,Date,Amount,Shop', '9,c1,2026-01-05,10,x'];
    const { report } = await rejection(workbook({ Till: january, Shop: shop }), given);
    expect(report.message).toContain('several tables of orders with different columns, on its sheets "Till", "Shop"');
  });

  it('without data is rejected by its first sheet', async () => {
    const { report } = await rejection(workbook({ Cover: ['a,b', 'c,d'], More: ['e,f', 'g,h'] }), given);
    expect(report).toMatchObject({ error: 'MissingColumnsError', message: expect.stringContaining('"a", "b"') });
  });
});

describe('merged cells', () => {
  const merged = (...ranges: string[]) =>
    `<mergeCells>${ranges.map((range) => `<mergeCell ref="${range}"/>`).join('')}</mergeCells>`;

  it('give all of their rows their value', async () => {
    const lines = [
      'Customer ID,Order No,Date,Amount',
      'c1,1,2026-01-05,10',
      ',2,2026-01-06,20',
      'c2,3,2026-01-06,5',
      ',4,,7',
    ];
    const { report, rows } = await taken(workbook({ A: lines }, merged('A2:A3', 'A4:A5', 'C4:C5')), given);
    expect(report).toMatchObject({ kept: 4, reasons: {} });
    expect(rows.map(({ customer_id, order_id, ordered_at }) => [customer_id, order_id, ordered_at])).toEqual([
      ['c1', '1', '2026-01-05 00:00:00'],
      ['c1', '2', '2026-01-06 00:00:00'],
      ['c2', '3', '2026-01-06 00:00:00'],
      ['c2', '4', '2026-01-06 00:00:00'],
    ]);
  });

  it('count once if they are amounts', async () => {
    const lines = [
      'Order No,Customer ID,Date,Product,Order Total',
      '1,c1,2026-01-05,Tea,30',
      ',,,Cake,',
      '2,c2,2026-01-06,Tea,5',
    ];
    const { report } = await taken(workbook({ A: lines }, merged('A2:A3', 'B2:B3', 'C2:C3', 'E2:E3')), given);
    expect(report).toMatchObject({ kept: 3, money: { read: 35, purchases: 35 } });
  });

  it('across a title are no rows of the table', async () => {
    const { report } = await taken(workbook({ A: ['Report', ...january] }, merged('A1:D1')), given);
    expect(report).toMatchObject({ kept: 2, skipped_lines: 1 });
  });
});

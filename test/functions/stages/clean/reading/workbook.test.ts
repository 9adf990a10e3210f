import { describe, expect, it } from 'vitest';
import { cellFormat, numberText } from '../../../../../functions/stages/clean/reading/cell-values.ts';
import { type ZipEntry, zipOf } from '../../../zip.ts';
import { fixture, readUpload } from './read-upload.ts';

const types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>';
const relations = (...targets: [type: string, target: string][]) =>
  `<Relationships>${targets
    .map(
      ([type, target], index) =>
        `<Relationship Id="r${index}" Type="http://x/relationships/${type}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`;

/** A handwritten workbook with one sheet. */
const workbook = (sheetData: string, { sharedStrings = '', ...parts }: Record<string, string> = {}): ZipEntry[] => [
  { path: '[Content_Types].xml', content: types },
  { path: '_rels/.rels', content: relations(['officeDocument', 'xl/workbook.xml']) },
  { path: 'xl/workbook.xml', content: '<workbook xmlns:r="r"><sheets><sheet name="A" r:id="r0"/></sheets></workbook>' },
  {
    path: 'xl/_rels/workbook.xml.rels',
    content: relations(['worksheet', 'worksheets/sheet1.xml'], ['sharedStrings', '/xl/sharedStrings.xml']),
  },
  { path: 'xl/worksheets/sheet1.xml', content: `<worksheet><sheetData>${sheetData}</sheetData></worksheet>` },
  { path: 'xl/sharedStrings.xml', content: `<sst>${sharedStrings}</sst>` },
  ...Object.entries(parts).map(([path, content]) => ({ path, content })),
];
const read = (entries: ZipEntry[], ...rest: [Parameters<typeof readUpload>[1]?, Parameters<typeof readUpload>[2]?]) =>
  readUpload(zipOf(entries), ...rest);
const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;

describe('reads a file of openpyxl: a title, ids with leading zeros, dates and times, booleans, line ends', () => {
  it.each(['openpyxl.xlsx', 'openpyxl-1904.xlsx'])('%s', async (name) => {
    expect(await readUpload(await fixture(name))).toMatchObject({
      format: 'xlsx',
      sheet: 'Orders 订单',
      otherSheets: ['Notes', 'Empty'],
      skippedLines: 1,
      refused: [],
      rows: [
        ['Order number', 'Customer', 'Ordered at', 'Day', 'Amount', 'Paid', 'Note', 'Hours'],
        ['00004711', '0042', '2026-08-01 10:05:00', '2026-08-01', '2.55', 'true', 'tea, "green"\nand black', '1.25'],
        ['00004712', '0142', '2026-08-02 00:00:00', '2026-08-02', '5.1', 'false', null, null],
        ['00004713', '0242', '2026-08-31 23:59:59', '2026-08-31', '7.65', 'true', null, null],
      ],
    });
  });
});

it('reads a streamed file of XlsxWriter: inline strings, formulas, errors, rich text', async () => {
  expect((await readUpload(await fixture('xlsxwriter-inline.xlsx'))).rows).toEqual([
    ['customer_id', 'ordered_at', 'day', 'time', 'amount', 'formula', 'error'],
    ['0042', '2026-08-01 10:05:00', '2026-08-01', '10:05:00', '0.1', 'ab', '#N/A'],
    ['0142', '2026-08-02 00:00:00', '2026-08-02', '00:00:00', '0.3', 'ab', '#N/A'],
    ['0242', '2026-08-31 23:59:59', '2026-08-31', '23:59:59', '0.5', 'ab', '#N/A'],
    ['rich text', null, null, null, null, null, null],
  ]);
});

it('reads the sheet that the policy names', async () => {
  const upload = await fixture('openpyxl.xlsx');
  const { sheet, rows } = await readUpload(upload, { sheet: 'Notes', columns: ['note'] });
  expect([sheet, rows]).toEqual(['Notes', [['note'], ['Not this one']]]);
  await expect(readUpload(upload, { sheet: 'Nowhere' })).rejects.toThrow('found "Notes", "Orders 订单", "Empty"');
  await expect(readUpload(upload, { sheet: 'Empty' })).rejects.toThrow('The sheet "Empty" is empty');
});

it('reads cells by reference, shared strings without phonetic readings, and prefixed names', async () => {
  const { rows } = await read(
    workbook(
      `<x:row><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="C1" t="s"><x:v>1</x:v></x:c></x:row>
       <row r="9"><c t="b"><v>1</v></c><c><f>A1</f></c><c t="str"><v>a_x000D_&#10;_x005F_</v></c></row>`.replace(
        '<x:row>',
        '<x:row xmlns:x="x">',
      ),
      {
        sharedStrings:
          '<si><t>東京</t><rPh><t>トウキョウ</t></rPh></si><si><r><t>a</t></r><r><t xml:space="preserve"> b</t></r></si>',
      },
    ),
  );
  expect(rows).toEqual([
    ['東京', 'column_2', 'a b'],
    ['true', null, 'a\n_'],
  ]);
});

describe('formats numbers', () => {
  it.each([
    // The first and last day in Excel, and the leap day that did not exist.
    { number: '1', code: 'yyyy-mm-dd', shown: '1900-01-01' },
    { number: '59', code: 'yyyy-mm-dd', shown: '1900-02-28' },
    { number: '61', code: 'yyyy-mm-dd', shown: '1900-03-01' },
    { number: '2958465', code: 'yyyy-mm-dd', shown: '9999-12-31' },
    { number: '2958466', code: 'yyyy-mm-dd', shown: '2958466' },
    { number: '-1', code: 'yyyy-mm-dd', shown: '-1' },
    // 45123.4201388889 is 2023-07-16 10:05 in Excel.
    { number: '45123.4201388889', code: 'm/d/yy h:mm', shown: '2023-07-16 10:05:00' },
    { number: '45123.4201388889', code: 'd.m.yy', shown: '2023-07-16 10:05:00' },
    { number: '45123', code: '[$-F800]dddd, mmmm dd, yyyy', shown: '2023-07-16' },
    { number: '45123', code: 'mmm', shown: '2023-07-16' },
    { number: '45123', code: '[$-804]yyyy"年"m"月"d"日";@', shown: '2023-07-16' },
    { number: '0.5', code: 'h:mm AM/PM', shown: '12:00:00' },
    { number: '0.5', code: 'mm:ss.0', shown: '12:00:00' },
    { number: '1.25', code: '[h]:mm:ss', shown: '1.25' },
    { number: '42', code: '00000', shown: '00042' },
    { number: '2.5499999999999998', code: '#,##0.00 "day"', shown: '2.55' },
    { number: '0.30000000000000004', code: 'General', shown: '0.3' },
    { number: '1.234567890123E+17', code: '0', shown: '1.234567890123E+17' },
    { number: '440301199001011234', code: '0', shown: '440301199001011234' },
    { number: '1234.5', code: '[Red]#,##0.00\\ "USD"', shown: '1234.5' },
    { number: '7', code: '_-* #,##0.00 [$€-407]_-', shown: '7' },
  ])('$number as $code: $shown', ({ number, code, shown }) => {
    expect(numberText(number, cellFormat(164, code), false)).toBe(shown);
  });

  // ECMA-376-1, 18.8.30
  it.each([
    { id: 14, shown: '2023-07-16' },
    { id: 22, shown: '2023-07-16 00:00:00' },
    { id: 31, shown: '2023-07-16' },
    { id: 4, shown: '45123' },
    { id: 46, shown: '45123' },
  ])('45123 in built-in format $id: $shown', ({ id, shown }) => {
    expect(numberText('45123', cellFormat(id, undefined), false)).toBe(shown);
  });

  it('0 as 1 January 1904 in the 1904 date system', () => {
    expect(numberText('0', 'day', true)).toBe('1904-01-01');
  });
});

describe('rejects', () => {
  it('a truncated workbook', async () => {
    const whole = await fixture('openpyxl.xlsx');
    await expect(readUpload(whole.subarray(0, 3000))).rejects.toThrow('damaged or ends early');
  });

  it.each([
    { what: 'damaged XML', upload: workbook('<row><c>'), message: 'XML that is damaged' },
    {
      what: 'no sheet',
      upload: workbook('').filter(({ path }) => path !== 'xl/worksheets/sheet1.xml'),
      message: 'lacks its part',
    },
    {
      what: 'no workbook',
      upload: workbook('', {}).filter(({ path }) => path !== '_rels/.rels'),
      message: 'lacks its part',
    },
    { what: 'an empty sheet', upload: workbook('<row r="1"><c s="1"/></row>'), message: 'The sheet "A" is empty' },
    {
      what: 'a column beyond the limit',
      upload: workbook('<row><c r="XFD1"><v>1</v></c></row>'),
      message: 'more than 2000 columns',
    },
    {
      what: 'a first row of data',
      upload: workbook(
        `<row>${text('a@b.com')}<c><v>123456</v></c></row><row>${text('c@d.org')}<c><v>654321</v></c></row>`,
      ),
      message: 'The first row is data',
    },
  ])('$what', async ({ upload, message }) => {
    await expect(read(upload)).rejects.toThrow(message);
  });

  it('a binary workbook', async () => {
    const upload = workbook('').map((part) =>
      part.path === '_rels/.rels' ? { ...part, content: relations(['officeDocument', 'xl/workbook.bin']) } : part,
    );
    await expect(read(upload)).rejects.toThrow('.xlsb');
  });

  it('an entity expansion attack', async () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet><sheetData><row>';
    const upload = workbook('').map((part) =>
      part.path === 'xl/worksheets/sheet1.xml'
        ? { ...part, content: `${bomb}${text('&b;')}</row></sheetData></worksheet>` }
        : part,
    );
    await expect(read(upload)).rejects.toThrow('XML that is damaged');
  });

  it('a sheet that unpacks to a thousand times its size', async () => {
    const upload = workbook(`<row>${text('a')}</row>${' '.repeat(200_000)}`);
    await expect(read(upload, {}, { smallBytes: 100_000 })).rejects.toThrow('unpacks to more than');
  });

  it('shared strings that would fill memory', async () => {
    const upload = workbook(`<row>${text('a')}</row>`, { sharedStrings: '<si><t>abc</t></si>'.repeat(1000) });
    await expect(read(upload, {}, { sharedTextBytes: 10_000 })).rejects.toThrow('unpacks to more than');
  });

  it('a shared string in so many cells that the table exceeds its limit', async () => {
    const cell = '<c t="s"><v>0</v></c>';
    const upload = workbook(`<row>${cell}</row>`.repeat(1000), {
      sharedStrings: `<si><t>${'x'.repeat(5000)}</t></si>`,
    });
    await expect(read(upload, {}, { textBytes: 1_000_000 })).rejects.toThrow('more than 1 MB as text');
    const wide = workbook(`<row>${cell.repeat(1000)}</row>`, { sharedStrings: `<si><t>${'x'.repeat(5000)}</t></si>` });
    await expect(read(wide)).rejects.toThrow('longer than 4 MB');
  });
});

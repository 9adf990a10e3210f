import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanTables } from '../../../../shared/domain/intake/datasets/datasets.ts';
import { cleanUpload, rejection, taken } from './clean-upload.ts';

const table = [
  ['customer_id', 'order_id', 'date', 'amount', 'product'],
  ['c1', '1', '2026-07-01', '5', 'tea, green'],
  ['c2', '2', '2026-07-02', '6.5', 'he said "yes"'],
  ['c3', '3', '2026-07-03', '7', '茶'],
];

const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
const written = (delimiter = ',', lineEnd = '\n') =>
  table.map((row) => row.map(quoted).join(delimiter) + lineEnd).join('');

describe('the same table is read from', () => {
  it.each([
    { what: 'commas', upload: written(), delimiter: ',' },
    { what: 'semicolons', upload: written(';'), delimiter: ';' },
    { what: 'tabs', upload: written('\t'), delimiter: '\t' },
    { what: 'pipes', upload: written('|'), delimiter: '|' },
    { what: 'a gzip file', upload: gzipSync(written()), delimiter: ',' },
    { what: 'a byte order mark', upload: `\uFEFF${written()}`, delimiter: ',' },
    { what: 'Windows line ends', upload: written(',', '\r\n'), delimiter: ',' },
    { what: 'a last line without an end', upload: written().trimEnd(), delimiter: ',' },
  ])('$what', async ({ upload, delimiter }) => {
    const { report, rows } = await taken(upload);
    expect(report).toMatchObject({ delimiter, rows: 3, kept: 3 });
    expect(rows.map(({ customer_id, order_id, amount, product }) => [customer_id, order_id, amount, product])).toEqual([
      ['c1', '1', '5.0000', 'tea, green'],
      ['c2', '2', '6.5000', 'he said "yes"'],
      ['c3', '3', '7.0000', '茶'],
    ]);
  });
});

it.each([
  'customer_id,date,amount\r\nc1,2026-07-01,5\r\nc2,2026-07-01,6\nc3,2026-07-01,7\r\n',
  'customer_id,date,amount\n"c1",2026-07-01,"5"\r\n"c2",2026-07-01,"6"\n"c3",2026-07-01,"7"\r\n',
])('reads a file with mixed line ends: %j', async (upload) => {
  const { rows } = await taken(upload);
  expect(rows.map(({ customer_id, amount }) => [customer_id, amount])).toEqual([
    ['c1', '5.0000'],
    ['c2', '6.0000'],
    ['c3', '7.0000'],
  ]);
});

it('keeps a line end inside quotes, and the numbers of the following rows', async () => {
  const { rows, refused } = await taken(
    'customer_id,date,amount,product\nc1,2026-07-01,5,"two\nlines"\nc2,never,6,one\n',
  );
  expect(rows.map(({ product }) => product)).toEqual(['two\nlines']);
  expect(refused.map(({ strata_row, product }) => [strata_row, product])).toEqual([['2', 'one']]);
});

describe('rejects', () => {
  const damaged = gzipSync(written().repeat(200)).subarray(0, 100);
  it.each([
    { what: 'an empty file', upload: '', error: 'EmptyUploadError', message: 'empty' },
    { what: 'a header alone', upload: 'customer_id,date,amount\n', error: 'EmptyUploadError', message: 'no data row' },
    {
      what: 'a binary file',
      upload: Buffer.from([1, 2, 3, 4, 0, 0, 8, 0]),
      error: 'UnreadableUploadError',
      message: 'binary',
    },
    { what: 'a damaged gzip file', upload: damaged, error: 'UnreadableUploadError', message: 'gzip' },
    {
      what: 'unknown columns',
      upload: 'a,b\n1,2\n',
      error: 'MissingColumnsError',
      message: 'found: "a", "b"',
    },
  ])('$what with $error', async ({ upload, error, message }) => {
    const { report, keys } = await rejection(upload);
    expect(report).toMatchObject({ status: 'rejected', error });
    expect(report.message).toContain(message);
    expect(keys).toEqual([]);
  });

  it('and removes what an earlier attempt left in the lake', async () => {
    const leftOver = cleanTables.map((table) => `clean/${table}/bucket=001/upload=<upload>/0.parquet`);
    const { keys } = await rejection('', { leftOver });
    expect(keys).toEqual([]);
  });
});

it('fails, so that it is retried, if the upload is not the problem', async () => {
  await expect(cleanUpload(written(), { policy: { unknown: 1 } })).rejects.toThrow('unknown');
});

/** A field as exports write it, or invalid. */
const field = (...values: string[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(values[0] ?? '') }, fc.constantFrom(...values));
const wholeLine = fc
  .tuple(
    field('c1', '', 'c2', '007', 'N/A', '"c 3"'),
    field('2026-07-01', '', 'soon', '2026-02-30', '1850-01-01', '"July 1, 2026"'),
    field('5', '', 'five', '-5', '"1,234.50"', '¥5', '1e400', 'NaN'),
    field('1', '', '-1', '0', 'many'),
    field('paid', '', 'unpaid', 'refund', 'returned'),
  )
  .map((fields) => fields.join(','));
const malformedLine = fc.constantFrom('c1', 'c1,2026-07-01', 'c1,2026-07-01,5,1,paid,more');

/** A line, sometimes preceded by malformed ones. */
const someLines = fc
  .tuple(fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.array(malformedLine, { maxLength: 3 })), wholeLine)
  .map(([malformed, whole]) => [...malformed, whole]);
const fileLines = fc.array(someLines, { minLength: 1, maxLength: 10 }).map((lines) => lines.flat());

it('accounts for every row of any file: kept, duplicate, filtered, or quarantined with a reason', async () => {
  await fc.assert(
    fc.asyncProperty(fileLines, fc.constantFrom('\n', '\r\n'), async (lines, end) => {
      const { report, refused } = await taken(['customer_id,date,amount,quantity,status', ...lines, ''].join(end));
      expect(report.rows).toBe(lines.length);
      const numbers = refused.map((row) => Number(row.strata_row));
      expect(new Set(numbers).size).toBe(numbers.length);
      for (const { strata_row, strata_reason } of refused) {
        const columns = (lines[Number(strata_row) - 1] ?? '').replaceAll(/"[^"]*"/g, '').split(',').length;
        // A row that lacks cells may be one that ends early: then it is rejected for what it lacks.
        if (columns >= 5) expect(strata_reason === 'malformed_row', `row ${strata_row}`).toBe(columns > 5);
      }
    }),
    { numRuns: 50 },
  );
});

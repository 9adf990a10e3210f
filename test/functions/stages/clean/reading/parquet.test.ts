import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { duckdb } from '../../../../../shared/adapters/duckdb/duckdb.ts';
import { quotedString } from '../../../../../shared/domain/sql/quoting.ts';
import { fixture, readUpload } from './read-upload.ts';

/** A Parquet file of a query's result. */
async function parquetOf(query: string): Promise<Buffer> {
  const directory = await mkdtemp(join(tmpdir(), 'strata-parquet-'));
  const file = join(directory, 'it.parquet');
  await duckdb(200)((database) => database.run(`copy (${query}) to ${quotedString(file)} (format parquet)`));
  const content = await readFile(file);
  await rm(directory, { recursive: true });
  return content;
}

it('reads a file of pyarrow: text ids, times with and without a zone, decimals, missing numbers, lists', async () => {
  const { format, rows, refused } = await readUpload(await fixture('pyarrow.parquet'));
  expect({ format, refused, rows }).toEqual({
    format: 'parquet',
    refused: [],
    rows: [
      ['order_id', 'customer_id', 'ordered_at', 'paid_at', 'day', 'amount', 'discount', 'tags', 'channel'],
      [
        '0001',
        '17850.0',
        '2026-08-01 10:05:00',
        '2026-08-01 10:05:00Z',
        '2026-08-01',
        '12.50',
        '0.1',
        '["new","gift"]',
        'web',
      ],
      ['0002', null, '2026-08-02 00:00:00', '2026-08-02 00:00:00Z', '2026-08-02', '-1.05', null, '[]', 'store'],
      ['0003', '12583.0', '2026-08-31 23:59:59', '2026-08-31 23:59:59Z', '2026-08-31', null, '1e-07', null, 'web'],
    ],
  });
});

it('keeps line feeds and quotes in text, and fractions of a second', async () => {
  const upload = await parquetOf(
    String.raw`select e'a "b"\r\nc' as note, timestamp '2026-08-01 10:05:00.25' as t, {'n': [1, 2]} as nested, true as paid`,
  );
  expect((await readUpload(upload)).rows[1]).toEqual(['a "b"\nc', '2026-08-01 10:05:00.250', '{"n":[1,2]}', 'true']);
});

it('keeps rows of a single column without values', async () => {
  const upload = await parquetOf('select if(i % 2 = 0, i, null) as id from range(4) as r (i)');
  expect((await readUpload(upload)).rows).toEqual([['id'], ['0'], [null], ['2'], [null]]);
});

describe('rejects', () => {
  it('a truncated file', async () => {
    const whole = await fixture('pyarrow.parquet');
    await expect(readUpload(whole.subarray(0, whole.length - 20))).rejects.toThrow('damaged, encrypted or ends early');
  });

  it('a file without a row', async () => {
    await expect(readUpload(await parquetOf('select 1 as a where false'))).rejects.toThrow('no row');
  });

  it('a small file of highly repetitive text, before writing it', async () => {
    const upload = await parquetOf("select repeat('x', 100000) as note from range(10000)");
    expect(upload.length).toBeLessThan(100_000);
    await expect(readUpload(upload, {}, { textBytes: 1e8 })).rejects.toThrow('more than 100 MB as text');
  });

  it('a file with more rows than the maximum text size, without reading them', async () => {
    const upload = await parquetOf('select 1 as a from range(100000)');
    await expect(readUpload(upload, {}, { textBytes: 50_000 })).rejects.toThrow('split it');
  });

  it('too many columns', async () => {
    const columns = Array.from({ length: 11 }, (_, index) => `${index} as c${index}`).join(', ');
    await expect(readUpload(await parquetOf(`select ${columns}`), {}, { columns: 10 })).rejects.toThrow(
      'more than 10 columns',
    );
  });
});

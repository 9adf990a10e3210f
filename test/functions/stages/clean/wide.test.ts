import { expect, it } from 'vitest';
import { cleanUpload } from './clean-upload.ts';

/** A table of orders with additional columns, each row twice. */
function wide(columns: number, rows: number): string {
  const names = Array.from({ length: columns }, (_, index) => `extra ${index}`);
  const cells = names.map((name) => `some text of ${name}`).join(',');
  const lines = Array.from({ length: rows }, (_, at) => `o${at >> 1},c${(at >> 1) % 9},2026-07-01,9.5,${cells}`);
  return `order_id,customer_id,order_date,amount,${names.join(',')}\n${lines.join('\n')}\n`;
}

it('accepts a table of a hundred columns with half its rows rejected', async () => {
  const { report } = await cleanUpload(wide(100, 40_000));
  expect(report).toMatchObject({ status: 'cleaned', rows: 40_000, kept: 20_000, duplicates: 20_000 });
});

it('rejects a table with too many columns for its memory, and says what to do', async () => {
  const { report } = await cleanUpload(wide(1500, 4000));
  expect(report).toMatchObject({ status: 'rejected' });
  expect('message' in report && report.message).toMatch(/^The file has 1504 columns, .* leave out columns/);
});

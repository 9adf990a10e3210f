import { expect, it } from 'vitest';
import { archiveContents, isWorkbook } from '../../../../shared/domain/intake/archives.ts';

const entries = (...paths: string[]) => paths.map((path) => ({ path, bytes: 1, packedBytes: 1 }));

it('lists the files that are neither empty nor hidden, sorted by path', () => {
  const { tables, ignored } = archiveContents([
    ...entries(
      'b/',
      'b/orders.csv',
      'a.xlsx',
      'b/.hidden',
      '.git/config',
      '__MACOSX/._a',
      'b/Thumbs.db',
      'desktop.ini',
    ),
    { path: 'empty.csv', bytes: 0, packedBytes: 0 },
  ]);
  expect(tables.map(({ path }) => path)).toEqual(['a.xlsx', 'b/orders.csv']);
  expect(ignored).toEqual(['.git/config', '__MACOSX/._a', 'b/.hidden', 'b/Thumbs.db', 'desktop.ini', 'empty.csv']);
});

it('recognises a workbook by its parts, not by its name', () => {
  expect(isWorkbook(entries('[Content_Types].xml', 'xl/workbook.xml'))).toBe(true);
  expect(isWorkbook(entries('[Content_Types].xml', 'word/document.xml'))).toBe(false);
  expect(isWorkbook(entries('orders.xlsx'))).toBe(false);
});

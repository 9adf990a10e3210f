import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTable } from '../../../../shared/adapters/duckdb/create-table.ts';
import { duckdb } from '../../../../shared/adapters/duckdb/duckdb.ts';
import { writeCsv } from '../../../../shared/adapters/duckdb/write-csv.ts';
import { quotedString } from '../../../../shared/domain/sql/quoting.ts';
import { neutralised, restored, restoredSql } from '../../../../shared/domain/sql/spreadsheet-cells.ts';

const withDatabase = duckdb(256);
const text = z.object({ text: z.string().nullable(), read: z.string().nullable() });
const isNumber = (cell: string) => /^[+-](\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(cell);
const begin = fc.constantFrom('', "'", "''", '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', ' ', '"');
const cell = fc.oneof(
  fc.tuple(begin, begin, fc.string({ unit: 'grapheme', maxLength: 8 })).map((parts) => parts.join('')),
  fc.tuple(begin, fc.double({ noNaN: true })).map((parts) => parts.join('')),
  fc.constantFrom(
    '=1+1',
    '=cmd|/c calc!A1',
    '@SUM(A1)',
    '-2+3',
    '+49 30 123',
    '-12.50',
    '+3',
    "'=1",
    "'-5",
    "''+x",
    '-',
    "'",
  ),
);

/** Writes cells and reads them twice: as they are in the file, and restored. */
const written = (cells: readonly string[]) =>
  withDatabase(async (database) => {
    const rows = cells.map((value, place) => ({ place, text: value }));
    const table = await createTable(database, 'cells', { place: 'INTEGER', text: 'VARCHAR' }, rows);
    const file = `${database.directory}/cells.csv`;
    await writeCsv(database, `from ${table.name} order by place`, file);
    return database.rows(
      `select text, ${restoredSql('text')} as read
       from read_csv(${quotedString(file)}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', allow_quoted_nulls = false)
       order by place::integer`,
      text,
    );
  });

describe('a CSV file for people', () => {
  const cells = fc
    .sample(cell, { numRuns: 5000, seed: 12 })
    .map((value) => value.replaceAll('\0', ''))
    .filter((value) => value.isWellFormed());

  it('gives back every text, and none of its cells is a formula', async () => {
    const rows = await written(cells);

    expect(rows.map(({ read }) => read)).toEqual(cells);
    const formulas = rows.filter((row) => /^[=+\-@\t\r\n＝＋－＠]/.test(row.text ?? '') && !isNumber(row.text ?? ''));
    expect(formulas).toEqual([]);
    expect(rows.map(({ text }) => text)).toEqual(cells.map(neutralised));
    expect(rows.filter((row, index) => row.text !== cells[index]).length).toBeGreaterThan(1000);
  });

  it('is restored by the pure function as in SQL', () => {
    fc.assert(fc.property(cell, (value) => restored(neutralised(value)) === value));
  });

  it('leaves numbers and harmless text alone, and neutralises column names', async () => {
    const content = await withDatabase(async (database) => {
      const file = `${database.directory}/few.csv`;
      const row = `select -1.5 as n, '-12.50' as a, '+3' as b, 'x=1' as c, null::varchar as d, '' as e, '=1' as "=f", '''s-Hage' as g`;
      await writeCsv(database, row, file);
      return readFile(file, 'utf8');
    });

    expect(content).toBe(`n,a,b,c,d,e,'=f,g\n-1.5,-12.50,+3,x=1,,"",'=1,'s-Hage\n`);
  });
});

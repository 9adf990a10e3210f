import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { quotedString } from '../../shared/domain/sql/quoting.ts';
import exportSql from './orders-export.sql';

/** Lines for which the number of customers is the usual one. */
const USUAL_LINES = 10_000_000;
const MOST_ACTIVE = 35_000;

/**
 * The benchmark's input: a CSV of order lines below the system's temporary directory, made once and then reused.
 * @param lines number of order lines; exact duplicates come on top
 * @param part one of several files, of whole orders, that have these lines together; they have customers in proportion to their lines
 * @returns the file's path
 */
export async function ordersExport(lines: number, part?: { index: number; of: number }): Promise<string> {
  const name = part ? `${lines}-${part.index + 1}-of-${part.of}` : String(lines);
  const file = join(tmpdir(), `strata-bench-orders-${name}.csv`);
  if (existsSync(file)) return file;
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const unfinished = `${file}.unfinished`;
    await connection.run(`copy (${exportSql}) to ${quotedString(unfinished)} (format csv, header)`, {
      first: part ? firstLine(lines, part.index, part.of) : 0n,
      beyond: part ? firstLine(lines, part.index + 1, part.of) : BigInt(lines),
      most_active: BigInt(part ? Math.round((MOST_ACTIVE * lines) / USUAL_LINES) : MOST_ACTIVE),
    });
    await rename(unfinished, file);
    return file;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** The first line of a part. Two orders have five lines, so a part begins at a multiple of five. */
const firstLine = (lines: number, index: number, of: number) =>
  index === of ? BigInt(lines) : BigInt(5 * Math.round((lines * index) / of / 5));

import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { quotedString } from '../../shared/domain/sql/quoting.ts';
import exportSql from './orders-export.sql';

/**
 * The benchmark's input: a CSV of order lines below the system's temporary directory, made once and then reused.
 * @param lines number of order lines; exact duplicates come on top
 * @returns the file's path
 */
export async function ordersExport(lines: number): Promise<string> {
  const file = join(tmpdir(), `strata-bench-orders-${lines}.csv`);
  if (existsSync(file)) return file;
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const unfinished = `${file}.unfinished`;
    await connection.run(`copy (${exportSql}) to ${quotedString(unfinished)} (format csv, header)`, {
      lines: BigInt(lines),
    });
    await rename(unfinished, file);
    return file;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

import { readFile } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';

/** A Parquet file as text: a line for each column with its type, then the rows in their order as CSV. */
export async function parquetText(file: string, scratch: string): Promise<string> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    const source = `read_parquet('${file.replaceAll("'", "''")}')`;
    const columns = await connection.runAndReadAll(`describe from ${source}`);
    // Null is an empty field, empty text a quoted one.
    await connection.run(`copy (from ${source}) to '${scratch.replaceAll("'", "''")}' (format csv, header)`);
    const types = columns.getRows().map(([name, type]) => `${name} ${type}`);
    return `${types.join('\n')}\n\n${await readFile(scratch, 'utf8')}`;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

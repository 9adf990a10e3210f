import { stat } from 'node:fs/promises';
import { z } from 'zod';
import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import { quotedIdentifier, quotedString } from '../../../shared/domain/sql/quoting.ts';
import { restoredSql } from '../../../shared/domain/sql/spreadsheet-cells.ts';
import { EmptyUploadError, UnreadableUploadError } from '../../../shared/errors.ts';
import { unquotedRecord } from './reading/csv-line.ts';
import { hasSpreadsheetCells, type TextFile } from './text-file.ts';

const MAX_LINE_BYTES = 4 * 1024 * 1024;
/** Read buffer of a thread. The default of 64 MB exceeds CPU caches: it takes a tenth longer, and more memory. */
const BUFFER_BYTES = 16 * 1024 * 1024;
/** Approximate size of the sample, as text. */
const SAMPLED_BYTES = 2 * 1024 * 1024;
const FIRST_ROWS = 1000;
/** Memory that a thread needs per column. */
const COLUMN_MEMORY_MB = 1.5;

export interface TextTable {
  headers: string[];
  /** Lines that do not fit the header, 1-based, with their text. */
  malformed: { row_number: number; raw: string }[];
  rows: number;
  /** Mean length of a row's text. */
  rowBytes: number;
}

/**
 * Reads delimited text as untyped columns. Creates two views of the well-formed rows: `lines`, the columns as text in any order
 * with `row_hash`, which is equal for exact copies; and `numbers`, the `row_hash` and `row_number` of each row (the first row
 * after the header is 1). Creates two tables of some rows: `first_rows`, and `sampled`, evenly selected rows, or all of them if
 * the file is small.
 * @throws {EmptyUploadError} if there are no data rows
 * @throws {UnreadableUploadError} if it is not a text table
 */
export async function readTextTable(database: Database, file: TextFile): Promise<TextTable> {
  const parquet = `${database.directory}/numbers.parquet`;
  const { headers } = file;
  await database.limitThreads(headers.length * COLUMN_MEMORY_MB);
  const { size } = await stat(file.path);
  await readInOrder(database, file, size, parquet).catch((cause: Error) => {
    throw new UnreadableUploadError('The file cannot be read to its end as delimited text', { cause });
  });
  const malformed = await malformedRows(database);
  const [read] = await database.rows(
    'select count(*)::integer as rows from read_parquet($parquet)',
    z.object({ rows: z.number() }),
    { parquet },
  );
  const rows = (read?.rows ?? 0) + malformed.length;
  if (rows === 0) throw new EmptyUploadError('The file has a header but no data row');
  if (rows === malformed.length) {
    throw new UnreadableUploadError(`Not one of ${rows} rows has the ${headers.length} columns of the header`);
  }
  await createNumbers(database, parquet, malformed);
  return { headers, malformed, rows, rowBytes: size / rows };
}

/**
 * The first read, in file order: finds malformed rows and numbers the others. Later reads, by `lines`, may use any order and
 * all threads.
 */
async function readInOrder(
  database: Database,
  { path, delimiter, headers, format }: TextFile,
  size: number,
  parquet: string,
): Promise<void> {
  const csv = (options: string) => `read_csv(${quotedString(path)}, delim = ${quotedString(delimiter)}, quote = '"',
    escape = '"', header = true, max_line_size = ${MAX_LINE_BYTES}, buffer_size = ${BUFFER_BYTES}, ${options})`;
  const types = headers.map((header) => `${quotedString(header)}: 'VARCHAR'`).join(', ');
  const columns = headers.map(quotedIdentifier).join(', ');
  const cell = hasSpreadsheetCells(format) ? restoredSql : (text: string) => text;
  const cells = headers.map(quotedIdentifier).map((column) => `${cell(column)} as ${column}`);
  const lines = (errors: string) =>
    `select ${cells.join(', ')}, hash(${columns}) as row_hash
     from ${csv(`auto_detect = false, columns = {${types}}, strict_mode = true, ${errors}`)}`;
  await database.run('set preserve_insertion_order = true');
  await database.run(
    `copy (
       select row_hash, case when row_hash % ${Math.ceil(size / SAMPLED_BYTES)} = 0 then [${columns}] end as sample
       from (${lines('store_rejects = true')})
     ) to ${quotedString(parquet)} (format parquet, compression uncompressed, dictionary_size_limit 1)`,
  );
  await database.run(
    `create table first_rows as select ${columns} from (${lines('ignore_errors = true')}) limit ${FIRST_ROWS}`,
  );
  await database.run('set preserve_insertion_order = false');
  await database.run(`create view lines as ${lines('ignore_errors = true')}`);
  const sampled = headers.map((header, index) => `sample[${index + 1}] as ${quotedIdentifier(header)}`);
  await database.run(
    `create table sampled as select ${sampled.join(', ')} from read_parquet(${quotedString(parquet)}) where sample is not null`,
  );
}

async function malformedRows(database: Database): Promise<TextTable['malformed']> {
  const rows = await database.rows(
    `select (line - 1)::integer as row_number, coalesce(any_value(csv_line), '') as raw
     from reject_errors group by line order by line`,
    z.object({ row_number: z.number(), raw: z.string() }),
  );
  return rows.map(({ row_number, raw }) => ({ row_number, raw: unquotedRecord(raw) }));
}

/** Numbers the rows of the Parquet file, allowing for the malformed rows that it lacks. */
async function createNumbers(database: Database, parquet: string, malformed: TextTable['malformed']): Promise<void> {
  const rows = `(select row_hash, file_row_number from read_parquet(${quotedString(parquet)}, file_row_number = true))`;
  if (malformed.length === 0) {
    await database.run(`create view numbers as select row_hash, file_row_number + 1 as row_number from ${rows}`);
    return;
  }
  await database.run(
    `create table malformed_before as select position, max(before) as before from
     (select unnest(from_json($moved, '[{"position": "BIGINT", "before": "BIGINT"}]'), recursive := true)) group by position`,
    {
      moved: JSON.stringify(
        malformed.map(({ row_number }, index) => ({ position: row_number - 1 - index, before: index + 1 })),
      ),
    },
  );
  await database.run(
    `create view numbers as select row_hash, file_row_number + 1 + coalesce(before, 0) as row_number
     from ${rows} as rows asof left join malformed_before on file_row_number >= position`,
  );
}

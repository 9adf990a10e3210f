import { z } from 'zod';
import { type Database, quotedIdentifier, quotedString } from '../../shared/adapters/duckdb.ts';
import { EmptyUploadError, UnreadableUploadError } from '../../shared/errors.ts';
import { DICTIONARY_SIZE_LIMIT } from './parts.ts';
import { readTextFile } from './text-file.ts';

const MAX_LINE_BYTES = 4 * 1024 * 1024;

/** A file of delimited text as it was read. */
export interface TextTable {
  headers: string[];
  delimiter: string;
  /** Lines that could not be split into the header's columns, 1-based, with what was wrong. */
  malformed: { row_number: number; raw: string }[];
  rows: number;
}

/**
 * Reads a CSV, TSV, semicolon or pipe file, plain or gzipped, without giving its values any meaning. Creates the view
 * `numbered`: the file's columns as text, `row_hash`, and `row_number` (the first row after the header is 1).
 * @param file the upload on the local disk
 * @throws {EmptyUploadError} without a data row
 * @throws {UnreadableUploadError} when it is no UTF-8 text table or its compression is broken
 */
export async function readTextTable(database: Database, file: string): Promise<TextTable> {
  const { path: text, delimiter } = await readTextFile(file);
  const parquet = `${database.directory}/raw.parquet`;
  const headers = await copyToParquet(database, text, delimiter, parquet).catch((cause: Error) => {
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
  await numberRows(database, parquet, malformed);
  return { headers, delimiter, malformed, rows };
}

/** @returns the headers */
async function copyToParquet(database: Database, text: string, delimiter: string, parquet: string): Promise<string[]> {
  const csv = (options: string) => `read_csv(${quotedString(text)}, delim = ${quotedString(delimiter)}, quote = '"',
    escape = '"', header = true, max_line_size = ${MAX_LINE_BYTES}, ${options})`;
  const described = await database.rows(
    `describe from ${csv('all_varchar = true, strict_mode = false, ignore_errors = true')}`,
    z.object({ column_name: z.string() }),
  );
  const headers = described.map(({ column_name }) => column_name);
  const types = headers.map((header) => `${quotedString(header)}: 'VARCHAR'`).join(', ');
  const columns = headers.map(quotedIdentifier).join(', ');
  // In order, so that DuckDB's row number in the Parquet file is the row number of the upload.
  await database.run('set preserve_insertion_order = true');
  await database.run(
    `copy (
       select ${columns}, hash(${columns}) as row_hash
       from ${csv(`auto_detect = false, columns = {${types}}, strict_mode = true, store_rejects = true`)}
     ) to ${quotedString(parquet)} (format parquet, compression lz4, dictionary_size_limit ${DICTIONARY_SIZE_LIMIT})`,
  );
  await database.run('set preserve_insertion_order = false');
  return headers;
}

function malformedRows(database: Database): Promise<TextTable['malformed']> {
  return database.rows(
    `select (line - 1)::integer as row_number, coalesce(any_value(csv_line), '') as raw
     from reject_errors where scan_id = (select max(scan_id) from reject_scans) group by line order by line`,
    z.object({ row_number: z.number(), raw: z.string() }),
  );
}

/** Malformed rows are missing from the Parquet file, so the rows behind them have moved up: gives all their own number. */
async function numberRows(database: Database, parquet: string, malformed: TextTable['malformed']): Promise<void> {
  const rows = `read_parquet(${quotedString(parquet)}, file_row_number = true)`;
  if (malformed.length === 0) {
    await database.run(
      `create view numbered as select * exclude (file_row_number), file_row_number + 1 as row_number from ${rows}`,
    );
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
    `create view numbered as
     select rows.* exclude (file_row_number), file_row_number + 1 + coalesce(before, 0) as row_number
     from (from ${rows}) as rows asof left join malformed_before on file_row_number >= position`,
  );
}

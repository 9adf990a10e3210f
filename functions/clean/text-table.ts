import { isUtf8 } from 'node:buffer';
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { type Database, quotedIdentifier, quotedString } from '../../shared/adapters/duckdb.ts';
import { EmptyUploadError, UnreadableUploadError } from '../../shared/errors.ts';
import { DICTIONARY_SIZE_LIMIT } from './parts.ts';

const HEAD_BYTES = 64 * 1024;
const READ_BYTES = 1024 * 1024;
const CARRIAGE_RETURN = 0x0d;
const MAX_LINE_BYTES = 4 * 1024 * 1024;
const delimiters = [',', '\t', ';', '|'];

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
  const text = await withLineFeeds(await decompressed(file));
  const delimiter = delimiterOf(await headOf(text));
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

/** The same text with line feeds only: of two kinds of line ends in one file the reader loses rows. */
async function withLineFeeds(file: string): Promise<string> {
  if (!(await holdsCarriageReturns(file))) return file;
  const target = `${file}.lf`;
  // Bytes as characters, so that none is changed but the line ends.
  await pipeline(createReadStream(file, 'latin1'), lineFeeds, createWriteStream(target, 'latin1'));
  return target;
}

async function holdsCarriageReturns(file: string): Promise<boolean> {
  for await (const chunk of createReadStream(file, { highWaterMark: READ_BYTES })) {
    if ((chunk as Buffer).includes(CARRIAGE_RETURN)) return true;
  }
  return false;
}

async function* lineFeeds(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const chunk of chunks) {
    const text = held + chunk;
    // A carriage return that ends a chunk waits: a line feed may follow.
    held = text.endsWith('\r') ? '\r' : '';
    yield text.slice(0, text.length - held.length).replaceAll(/\r\n?/g, '\n');
  }
  if (held) yield '\n';
}

async function decompressed(file: string): Promise<string> {
  const handle = await open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
  await handle.close();
  if (bytesRead < 2 || buffer[0] !== 0x1f || buffer[1] !== 0x8b) return file;
  const text = `${file}.txt`;
  try {
    await pipeline(createReadStream(file), createGunzip(), createWriteStream(text));
  } catch (error) {
    throw new UnreadableUploadError('The gzip file is damaged or ends early: export it again', { cause: error });
  }
  return text;
}

/** The beginning of the file as text. */
async function headOf(file: string): Promise<string> {
  const handle = await open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  await handle.close();
  if (bytesRead === 0) throw new EmptyUploadError('The file is empty');
  const head = buffer.subarray(0, bytesRead);
  if (head.includes(0)) throw new UnreadableUploadError('The file is binary: expected CSV text, plain or gzipped');
  // The head may end in the middle of a character, of four bytes at the most.
  const cuts = bytesRead === HEAD_BYTES ? [0, 1, 2, 3] : [0];
  const whole = cuts.map((cut) => head.subarray(0, Math.max(head.length - cut, 0))).find((part) => isUtf8(part));
  if (!whole) throw new UnreadableUploadError('The text is not UTF-8: export it as CSV in UTF-8');
  return whole.toString('utf8');
}

/** The delimiter that splits the header line into the most columns, quoted text apart. */
function delimiterOf(head: string): string {
  const [header = ''] = head.replaceAll(/"[^"]*"/g, '').split(/\r\n|\r|\n/, 1);
  const [best = ','] = delimiters.toSorted((a, b) => header.split(b).length - header.split(a).length);
  return best;
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

import { rm } from 'node:fs/promises';
import type { Reading } from '../../../shared/domain/intake/reading.ts';
import { restored } from '../../../shared/domain/sql/spreadsheet-cells.ts';
import { UnreadableUploadError } from '../../../shared/errors.ts';
import { delimitedText } from './reading/delimited.ts';
import { detectEncoding } from './reading/encoding.ts';
import { isBinary } from './reading/foreign-formats.ts';
import { jsonText } from './reading/json.ts';
import { detectJsonLayout } from './reading/json-elements.ts';
import { defaultLimits, type Limits } from './reading/limits.ts';
import { parquetText } from './reading/parquet.ts';
import { type Unpacked, unpack } from './reading/unpack.ts';
import { takeHead, utf8Text } from './reading/utf8-text.ts';
import { type RecogniseTable, workbookText } from './reading/workbook-text.ts';

/** Delimited text in the form that the table reader accepts: UTF-8, line feeds, `"` as quote, one header line. */
export interface TextFile {
  path: string;
  delimiter: string;
  /** Column names, distinct and non-empty. */
  headers: string[];
  /** Format of the upload. */
  format: 'delimited' | 'json' | 'parquet' | 'xlsx';
  /** Packing, outermost first. */
  packing: ('gzip' | 'zip')[];
  /** Encoding of text, by its name in the WHATWG Encoding Standard. */
  encoding?: string;
  /** Encodings that read the file otherwise and fit nearly as well. */
  encodingAlternatives?: string[];
  /** Whether some bytes could not be decoded; their rows are malformed. */
  hasUndecodableBytes: boolean;
  /** Whether the column names come from the file, not from the policy. */
  hasHeader: boolean;
  /** Lines or rows skipped above the table, such as a report title. */
  skippedLines: number;
  /** Rows that lacked trailing empty cells, or had more of them than the header. */
  evenedRows?: number;
  /** Columns of fields of nested objects. */
  nested?: string[];
  /** The sheet read from a workbook, and the others. */
  sheet?: string;
  otherSheets?: string[];
  /** Hidden and empty files of its archive. */
  ignored: string[];
}

/**
 * Converts an upload of any format and encoding to a {@link TextFile}, as a stream.
 * @param file the upload on the local disk; other files are written beside it
 * @param reading the policy's settings for reading it
 * @param recognise what a table is, to choose between the sheets of a workbook
 * @throws {EmptyUploadError} if there are no rows
 * @throws {UnreadableUploadError} if it is no table, damaged, encrypted, or exceeds a limit
 */
export async function readTextFile(
  file: string,
  reading: Reading = {},
  limits: Limits = defaultLimits,
  recognise?: RecogniseTable,
): Promise<TextFile> {
  const unpacked = await unpack(file, `${file}.unpacked`, limits);
  const text = await toText(unpacked, `${file}.text`, reading, limits, recognise);
  if (text.path !== unpacked.path && unpacked.path !== file) await rm(unpacked.path);
  const headers = hasSpreadsheetCells(text.format) ? restoreHeaders(text.headers) : text.headers;
  return { ...text, headers, packing: unpacked.packing, ignored: unpacked.ignored };
}

/**
 * Whether cells of a format may have the apostrophe that Strata puts before formulas in CSV files, which people also save from
 * spreadsheets; JSON and Parquet are exact.
 */
export const hasSpreadsheetCells = (format: TextFile['format']) => format === 'delimited' || format === 'xlsx';

/** Removes that apostrophe from column names, unless two of them would become equal. */
function restoreHeaders(headers: string[]): string[] {
  const names = headers.map(restored);
  return new Set(names).size === names.length ? names : headers;
}

type Text = Omit<TextFile, 'packing' | 'ignored'>;
const written = { delimiter: ',', hasUndecodableBytes: false, hasHeader: true, skippedLines: 0 } as const;

async function toText(
  { path, head, format }: Unpacked,
  target: string,
  reading: Reading,
  limits: Limits,
  recognise: RecogniseTable | undefined,
): Promise<Text> {
  switch (format) {
    case 'parquet':
      return { ...written, path: target, format, headers: await parquetText(path, target, limits) };
    case 'xlsx':
      return { ...written, path: target, format, ...(await workbookText(path, target, reading, limits, recognise)) };
    case 'text':
      return plainText(path, head, target, reading, limits);
  }
}

/** JSON may be one long line: the line limit applies to its values when they are read. */
function scanLimits(head: Buffer, limits: Limits): Limits {
  const isJson = detectJsonLayout(head.toString().replace(/^\uFEFF/, '')) !== undefined;
  return isJson ? { ...limits, lineBytes: limits.textBytes } : limits;
}

async function plainText(path: string, head: Buffer, target: string, reading: Reading, limits: Limits): Promise<Text> {
  const how = await detectEncoding(path, head, scanLimits(head, limits), reading.encoding);
  if (!how.encoding.startsWith('utf-16') && isBinary(head)) {
    throw new UnreadableUploadError('The file is binary: expected a table, such as CSV, JSON, Parquet or .xlsx');
  }
  const layout = detectJsonLayout((await takeHead(utf8Text(path, how.encoding))).head);
  if (layout) {
    const read = await jsonText(path, how.encoding, layout, target, limits);
    return {
      ...written,
      path: target,
      format: 'json',
      ...read,
      encoding: how.encoding,
      encodingAlternatives: how.alternatives ?? [],
      hasUndecodableBytes: how.isDamaged,
    };
  }
  const delimited = await delimitedText(path, how, target, reading, limits);
  return { format: 'delimited', encoding: how.encoding, encodingAlternatives: how.alternatives ?? [], ...delimited };
}

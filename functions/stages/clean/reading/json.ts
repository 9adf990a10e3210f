import { isUtf8 } from 'node:buffer';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { EmptyUploadError, UnreadableUploadError } from '../../../../shared/errors.ts';
import { csvLine, malformedLine } from './csv-line.ts';
import { uniqueNames } from './header.ts';
import { type JsonLayout, jsonElements } from './json-elements.ts';
import { cellText, isObject, type JsonObject, type JsonRow, jsonRow, unwrapped } from './json-rows.ts';
import { checkColumns, type Limits, textWithin } from './limits.ts';
import { utf8Text } from './utf8-text.ts';

declare global {
  interface JSON {
    /** A value that is serialised as the given JSON text. */
    rawJSON(text: string): object;
    isRawJSON(value: unknown): boolean;
  }
}

/** One element of the file: its text, and the object if it is one. */
interface Element {
  text: string;
  row: JsonRow | undefined;
  /** The stream of a record that names it. */
  stream?: string | undefined;
}

/**
 * Writes a file of JSON rows as delimited text, with a column for every field of any row in order of appearance. Numbers keep
 * their digits. Fields of nested objects have their path as name; lists of objects are left out. Elements that are no objects or cannot be parsed are written so that the table
 * reader rejects them.
 * @returns the column names, and those of nested fields
 * @throws {EmptyUploadError} if there are no rows
 * @throws {UnreadableUploadError} if there is no object at all, or a limit is exceeded
 */
export async function jsonText(
  file: string,
  encoding: string,
  layout: JsonLayout,
  target: string,
  limits: Limits,
): Promise<{ headers: string[]; nested: string[] }> {
  const elements = () => parsed(jsonElements(utf8Text(file, encoding), layout, limits));
  const columns = new Set<string>();
  const paths = new Set<string>();
  const streams = new Set<string>();
  let rows = 0;
  for await (const some of elements()) {
    rows += some.length;
    for (const { row, stream } of some) {
      if (stream !== undefined) streams.add(stream);
      for (const name in row?.fields) columns.add(name);
      for (const path in row?.nested) if (paths.size < MAX_PATHS) paths.add(path);
    }
    checkColumns(columns.size, limits);
  }
  if (streams.size > 1) throw severalStreams([...streams]);
  if (rows === 0) throw new EmptyUploadError('The file has no row');
  if (columns.size === 0) throw new UnreadableUploadError(`Not one of ${rows} JSON values is an object with fields`);
  const inner = [...paths].filter((path) => !columns.has(path));
  const names = [...columns, ...inner];
  await pipeline(textWithin(limits, csvLines(names, elements())), createWriteStream(target));
  const headers = uniqueNames(names);
  return { headers, nested: headers.slice(columns.size) };
}

/** Columns of nested fields at most: maps with a key per product have any number. */
const MAX_PATHS = 300;

const severalStreams = (names: readonly string[]) =>
  new UnreadableUploadError(
    `The file holds records of ${names.length} streams: ${names
      .slice(0, 10)
      .map((name) => `"${name.slice(0, 60)}"`)
      .join(', ')}; upload each as a file of its own`,
  );

async function* csvLines(names: readonly string[], elements: AsyncIterable<Element[]>): AsyncGenerator<Buffer> {
  yield Buffer.from(csvLine(names));
  for await (const some of elements) {
    const lines = some.map(({ text, row }) => {
      const line = row && csvLine(names.map((name) => cellText(row.fields[name] ?? row.nested[name])));
      return line?.isWellFormed() ? line : malformedLine(text.trim(), names.length);
    });
    yield Buffer.from(lines.join(''));
  }
}

/** Separates elements that are decoded together: the text contains no NUL. */
const BETWEEN = '\0';

async function* parsed(batches: AsyncIterable<string[]>): AsyncGenerator<Element[]> {
  for await (const batch of batches) {
    if (batch.length === 0) continue;
    const utf8 = Buffer.from(batch.join(BETWEEN), 'latin1');
    const isText = isUtf8(utf8);
    yield utf8
      .toString()
      .split(BETWEEN)
      .flatMap((text, index): Element[] => {
        const object = isText || isUtf8(Buffer.from(batch[index] ?? '', 'latin1')) ? parseRow(text) : undefined;
        if (object === undefined) return [{ text, row: undefined }];
        const record = unwrapped(object);
        return record ? [{ text, row: jsonRow(record.row), stream: record.stream }] : [];
      });
  }
}

/** Parses an object; undefined if the text is anything else or contains a NUL. */
function parseRow(text: string): JsonObject | undefined {
  if (text.includes('\\u0000')) return undefined;
  try {
    const value: unknown = parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Only numbers with more digits than a double has keep their source text. */
function parse(text: string): unknown {
  return /[:,[\s]-?(?:\d{16}|[\d.]{20})/.test(text) ? JSON.parse(text, withNumbersAsWritten) : JSON.parse(text);
}

function withNumbersAsWritten(_key: string, value: unknown, { source }: { source?: string } = {}): unknown {
  return typeof value === 'number' && source !== undefined ? JSON.rawJSON(source) : value;
}

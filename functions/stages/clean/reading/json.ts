import { isUtf8 } from 'node:buffer';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { EmptyUploadError, UnreadableUploadError } from '../../../../shared/errors.ts';
import { csvLine, malformedLine } from './csv-line.ts';
import { uniqueNames } from './header.ts';
import { type JsonLayout, jsonElements } from './json-elements.ts';
import { checkColumns, type Limits, textWithin } from './limits.ts';
import { utf8Text } from './utf8-text.ts';

declare global {
  interface JSON {
    /** A value that is serialised as the given JSON text. */
    rawJSON(text: string): object;
  }
}

/** One element of the file: its text, and the object if it is one. */
interface Element {
  text: string;
  row: Record<string, unknown> | undefined;
}

/**
 * Writes a file of JSON rows as delimited text, with a column for every field of any row in order of appearance. Numbers keep
 * their digits; nested values become JSON text. Elements that are no objects or cannot be parsed are written so that the table
 * reader rejects them.
 * @returns the column names
 * @throws {EmptyUploadError} if there are no rows
 * @throws {UnreadableUploadError} if there is no object at all, or a limit is exceeded
 */
export async function jsonText(
  file: string,
  encoding: string,
  layout: JsonLayout,
  target: string,
  limits: Limits,
): Promise<string[]> {
  const elements = () => parsed(jsonElements(utf8Text(file, encoding), layout, limits));
  const columns = new Set<string>();
  let rows = 0;
  for await (const some of elements()) {
    rows += some.length;
    for (const { row } of some) for (const name in row) columns.add(name);
    checkColumns(columns.size, limits);
  }
  if (rows === 0) throw new EmptyUploadError('The file has no row');
  if (columns.size === 0) throw new UnreadableUploadError(`Not one of ${rows} JSON values is an object with fields`);
  const names = [...columns];
  await pipeline(textWithin(limits, csvLines(names, elements())), createWriteStream(target));
  return uniqueNames(names);
}

async function* csvLines(names: readonly string[], elements: AsyncIterable<Element[]>): AsyncGenerator<Buffer> {
  yield Buffer.from(csvLine(names));
  for await (const some of elements) {
    const lines = some.map(({ text, row }) => {
      const line = row && csvLine(names.map((name) => (Object.hasOwn(row, name) ? cellText(row[name]) : undefined)));
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
      .map((text, index) => ({
        text,
        row: isText || isUtf8(Buffer.from(batch[index] ?? '', 'latin1')) ? parseRow(text) : undefined,
      }));
  }
}

/** Parses an object; undefined if the text is anything else or contains a NUL. */
function parseRow(text: string): Element['row'] {
  if (text.includes('\\u0000')) return undefined;
  try {
    const value: unknown = parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
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

function cellText(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

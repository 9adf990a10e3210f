import { isUtf8 } from 'node:buffer';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { EmptyUploadError, UnreadableUploadError } from '../../../shared/errors.ts';
import { csvLine, malformedLine } from './csv-line.ts';
import { uniqueNames } from './header.ts';
import { type JsonLayout, jsonElements } from './json-elements.ts';
import { checkColumns, type Limits, textWithin } from './limits.ts';
import { utf8Text } from './utf8-text.ts';

type Row = Record<string, unknown>;

declare global {
  interface JSON {
    /** A value that is written as the JSON text it is given. */
    rawJSON(text: string): object;
  }
}

/**
 * Writes a file of JSON rows as delimited text: a column for every field that any row has, in the order in which they
 * come. Numbers keep their digits, nested values are JSON text. What is no object, or cannot be read, is written so that
 * the table reader sets it aside.
 * @returns the columns' names
 * @throws {EmptyUploadError} without a row
 * @throws {UnreadableUploadError} when there is not one object, or a limit is passed
 */
export async function jsonText(
  file: string,
  encoding: string,
  layout: JsonLayout,
  target: string,
  limits: Limits,
): Promise<string[]> {
  const elements = () => jsonElements(utf8Text(file, encoding), layout, limits);
  const columns = new Set<string>();
  let rows = 0;
  for await (const element of elements()) {
    rows += 1;
    for (const name of Object.keys(rowOf(element) ?? {})) columns.add(name);
    checkColumns(columns.size, limits);
  }
  if (rows === 0) throw new EmptyUploadError('The file has no row');
  if (columns.size === 0) throw new UnreadableUploadError(`Not one of ${rows} JSON values is an object with fields`);
  const names = [...columns];
  await pipeline(linesOf(names, elements()), (lines) => textWithin(limits, lines), createWriteStream(target, 'latin1'));
  return uniqueNames(names);
}

async function* linesOf(names: readonly string[], elements: AsyncIterable<string>): AsyncGenerator<string> {
  yield bytes(csvLine(names));
  for await (const element of elements) {
    const row = rowOf(element);
    const line = row && csvLine(names.map((name) => (Object.hasOwn(row, name) ? textOf(row[name]) : undefined)));
    yield line?.isWellFormed() ? bytes(line) : malformedLine(element.trim(), names.length);
  }
}

/** An element as an object, or undefined where it is none or holds what is no text. */
function rowOf(element: string): Row | undefined {
  const utf8 = Buffer.from(element, 'latin1');
  if (!isUtf8(utf8) || element.includes('\\u0000')) return undefined;
  try {
    const value: unknown = parse(utf8.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : undefined;
  } catch {
    return undefined;
  }
}

/** Only numbers of more digits than a double holds need their own text kept. */
function parse(text: string): unknown {
  return /[\d.]{16,}/.test(text) ? JSON.parse(text, withNumbersAsWritten) : JSON.parse(text);
}

function withNumbersAsWritten(_key: string, value: unknown, { source }: { source?: string } = {}): unknown {
  return typeof value === 'number' && source !== undefined ? JSON.rawJSON(source) : value;
}

function textOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}

/** Text as the bytes of its UTF-8, one character each. */
const bytes = (text: string) => Buffer.from(text).toString('latin1');

import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Reading } from '../../../../shared/domain/intake/reading.ts';
import { EmptyUploadError } from '../../../../shared/errors.ts';
import { csvLine, malformedLine } from './csv-line.ts';
import { sniffDialect } from './dialect.ts';
import type { TextEncoding } from './encoding.ts';
import { findHeader } from './header.ts';
import { type Limits, textWithin } from './limits.ts';
import { type Dialect, recordSplitter } from './records.ts';
import { NO_TEXT, takeHead, utf8Text } from './utf8-text.ts';
import { isWellFormed } from './well-formed-csv.ts';

/** Delimited text as the table reader takes it, and what had to be known to make it so. */
export interface Delimited {
  path: string;
  delimiter: string;
  headers: string[];
  /** Whether the names of the columns stood in the file. */
  hasHeader: boolean;
  /** Lines above the table that were left out. */
  skippedLines: number;
  /** Some bytes were no text of the encoding; the table reader rejects their rows. */
  hasUndecodableBytes: boolean;
}

/**
 * Brings delimited text into the form the table reader takes. Text that has it already is left where it is.
 * @param file delimited text in any encoding and any way of quoting
 * @param target where to write it, if it has to be written
 * @throws {EmptyUploadError} without anything but space
 * @throws {UnreadableUploadError} when a limit is passed, or the first line is data and nobody says what the columns are
 */
export async function delimitedText(
  file: string,
  { encoding, isPlain, mayBeUntidy, isDamaged }: TextEncoding,
  target: string,
  reading: Reading,
  limits: Limits,
): Promise<Delimited> {
  const { head, isWhole } = await takeHead(utf8Text(file, encoding));
  if (head.trim() === '') throw new EmptyUploadError('The file is empty');
  const { dialect, records, start, hints } = sniffDialect(head, isWhole, limits, reading.delimiter);
  const rows = records.map(({ fields }) => fields.map(decodeUtf8));
  const { hasHeader, skipped, headers } = findHeader(rows, { titles: start.skipped, hints }, reading, limits);
  const first = records[skipped];
  const from = (hasHeader && reading.columns ? first?.end : first?.start) ?? 0;
  const isStandard = dialect.quote === '"' && dialect.escaping === 'doubled';
  const found = { headers, hasHeader, skippedLines: skipped, hasUndecodableBytes: isDamaged };
  const { delimiter } = dialect;
  const canBeTaken = (path: string) => isWellFormed(path, delimiter, headers.length, limits);
  const isReady = isPlain && from === 0 && !reading.columns;
  if (isReady && isStandard && (!mayBeUntidy || (await canBeTaken(file)))) return { path: file, delimiter, ...found };

  const write = (change: (text: AsyncIterable<string>) => AsyncIterable<string>) =>
    pipeline(
      change(textWithin(limits, without(from, utf8Text(file, encoding)))),
      async function* (chunks: AsyncIterable<string>) {
        if (reading.columns) yield headerLine(reading.columns, delimiter);
        for await (const chunk of chunks) {
          found.hasUndecodableBytes ||= chunk.includes(NO_TEXT);
          yield chunk;
        }
      },
      createWriteStream(target, 'latin1'),
    );

  if (isStandard && !isReady) {
    await write((text) => text);
    if (await canBeTaken(target)) return { path: target, delimiter, ...found };
  }
  await write((text) => requoted(text, dialect, headers.length, limits));
  return { path: target, delimiter, ...found };
}

/** The text without its first characters. */
async function* without(characters: number, chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let left = characters;
  for await (const chunk of chunks) {
    yield chunk.slice(left);
    left = Math.max(left - chunk.length, 0);
  }
}

/** The same records, quoted as RFC 4180 says; those that cannot be read so that the table reader rejects them. */
async function* requoted(
  chunks: AsyncIterable<string>,
  dialect: Dialect,
  width: number,
  limits: Limits,
): AsyncGenerator<string> {
  const split = recordSplitter(dialect, limits, width);
  const lines = (piece: string, isLast: boolean) =>
    split(piece, isLast)
      // An empty line is no row of several columns.
      .filter(({ raw }) => raw !== '' || width === 1)
      .map(({ fields, raw, isFaulty }) =>
        isFaulty
          ? malformedLine(raw, width, dialect.delimiter)
          : csvLine(
              fields.map((field) => field || undefined),
              dialect.delimiter,
            ),
      )
      .join('');
  for await (const chunk of chunks) yield lines(chunk, false);
  yield lines('', true);
}

/** Characters of one byte each as the text they are in UTF-8. */
const decodeUtf8 = (bytes: string) => Buffer.from(bytes, 'latin1').toString();

/** Names as a line of a file, one character per byte of UTF-8. */
function headerLine(names: readonly string[], delimiter: string): string {
  const line = names.map((name) => `"${name.replaceAll('"', '""')}"`).join(delimiter);
  return Buffer.from(`${line}\n`).toString('latin1');
}

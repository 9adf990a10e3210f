import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Reading } from '../../../../shared/domain/intake/reading.ts';
import { EmptyUploadError } from '../../../../shared/errors.ts';
import { csvLine, malformedLine } from './csv-line.ts';
import { sniffDialect } from './dialect.ts';
import type { TextEncoding } from './encoding.ts';
import { rowEvener } from './even-rows.ts';
import { findHeader } from './header.ts';
import { type Limits, textWithin } from './limits.ts';
import { type Dialect, recordSplitter } from './records.ts';
import { NO_TEXT, takeHead, utf8Text } from './utf8-text.ts';
import { isWellFormed } from './well-formed-csv.ts';

/** Delimited text in the form that the table reader accepts, and how it was written. */
export interface Delimited {
  path: string;
  delimiter: string;
  headers: string[];
  /** Whether the file has a header. */
  hasHeader: boolean;
  /** Lines skipped above the table, and below its header. */
  skippedLines: number;
  /** Rows that lacked trailing empty cells, or had more of them than the header. */
  evenedRows: number;
  /** Whether some bytes could not be decoded; the table reader rejects their rows. */
  hasUndecodableBytes: boolean;
}

/**
 * Converts delimited text to the form that the table reader accepts. Leaves the file unchanged if it already has that form.
 * @param file delimited text in any encoding and with any quoting
 * @param target where to write the text if it must be converted
 * @throws {EmptyUploadError} if there is only white space
 * @throws {UnreadableUploadError} if a limit is exceeded, or the first line is data and the policy has no column names
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
  const below = hasHeader ? explanationsBelow(rows.slice(skipped + 1)) : 0;
  const names = reading.columns ?? (below > 0 ? headers : undefined);
  const first = records[skipped];
  const from = (hasHeader && names ? records[skipped + below]?.end : first?.start) ?? 0;
  const isStandard = dialect.quote === '"' && dialect.escaping === 'doubled';
  const found = { headers, hasHeader, skippedLines: skipped + below, hasUndecodableBytes: isDamaged, evenedRows: 0 };
  const { delimiter } = dialect;
  const canBeTaken = (path: string) => isWellFormed(path, delimiter, headers.length, limits);
  const all = recordSplitter(dialect, limits, headers.length)(head, isWhole);
  const data = all.slice(skipped + (hasHeader ? below + 1 : 0)).filter(({ raw }) => raw !== '');
  // Quarantine has malformed rows, which wait for repair.
  const even = headers.includes('strata_row')
    ? undefined
    : rowEvener(
        data.map(({ fields }) => fields.map(decodeUtf8)),
        headers.length,
      );
  const isReady = isPlain && from === 0 && !names && !even;
  if (isReady && isStandard && (!mayBeUntidy || (await canBeTaken(file)))) return { path: file, delimiter, ...found };

  const write = (change: (text: AsyncIterable<string>) => AsyncIterable<string>) =>
    pipeline(
      change(textWithin(limits, dropCharacters(from, utf8Text(file, encoding)))),
      async function* (chunks: AsyncIterable<string>) {
        if (names) yield headerLine(names, delimiter);
        for await (const chunk of chunks) {
          found.hasUndecodableBytes ||= chunk.includes(NO_TEXT);
          yield chunk;
        }
      },
      createWriteStream(target, 'latin1'),
    );

  if (isStandard && !isReady && !even) {
    await write((text) => text);
    if (await canBeTaken(target)) return { path: target, delimiter, ...found };
  }
  await write((text) => requoteRecords(text, { dialect, width: headers.length, limits, even, counts: found }));
  return { path: target, delimiter, ...found };
}

/** Counts the rows below the header that explain it: in exports of Qualtrics, the questions and the ids of their columns. */
function explanationsBelow(rows: readonly (readonly string[])[]): number {
  const isImportIds = (row: readonly string[]) => row.length > 0 && row.every((cell) => /^\{"ImportId":/.test(cell));
  return rows.slice(0, 2).findIndex(isImportIds) + 1;
}

/** Drops the first characters of the text. */
async function* dropCharacters(characters: number, chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let left = characters;
  for await (const chunk of chunks) {
    yield chunk.slice(left);
    left = Math.max(left - chunk.length, 0);
  }
}

interface Requoting {
  dialect: Dialect;
  /** Number of columns. */
  width: number;
  limits: Limits;
  even: ReturnType<typeof rowEvener>;
  /** Is counted up. */
  counts: Pick<Delimited, 'evenedRows'>;
}

/** Quotes records as in RFC 4180; writes unreadable ones so that the table reader rejects them. */
async function* requoteRecords(
  chunks: AsyncIterable<string>,
  { dialect, width, limits, even, counts }: Requoting,
): AsyncGenerator<string> {
  const split = recordSplitter(dialect, limits, width);
  const lines = (piece: string, isLast: boolean) =>
    split(piece, isLast)
      // Skip empty lines, unless the table has one column.
      .filter(({ raw }) => raw !== '' || width === 1)
      .map(({ fields, raw, isFaulty }) => {
        const evened = isFaulty || fields.length === width ? undefined : even?.(fields.map(decodeUtf8));
        if (evened) counts.evenedRows += 1;
        const cells = evened?.map(encodeUtf8) ?? fields;
        return isFaulty
          ? malformedLine(raw, width, dialect.delimiter)
          : csvLine(
              cells.map((field) => field || undefined),
              dialect.delimiter,
            );
      })
      .join('');
  for await (const chunk of chunks) yield lines(chunk, false);
  yield lines('', true);
}

/** Decodes a string that holds one UTF-8 byte per character. */
const encodeUtf8 = (text: string) => Buffer.from(text).toString('latin1');
const decodeUtf8 = (bytes: string) => Buffer.from(bytes, 'latin1').toString();

/** Formats a header line, one character per UTF-8 byte. */
function headerLine(names: readonly string[], delimiter: string): string {
  const line = names.map((name) => `"${name.replaceAll('"', '""')}"`).join(delimiter);
  return Buffer.from(`${line}\n`).toString('latin1');
}

import { isUtf8 } from 'node:buffer';
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { EmptyUploadError, UnreadableUploadError } from '../../shared/errors.ts';

const HEAD_BYTES = 64 * 1024;
const READ_BYTES = 1024 * 1024;
const CARRIAGE_RETURN = 0x0d;
const delimiters = [',', '\t', ';', '|'];

/** Delimited text as the table reader takes it: UTF-8, line feeds, `"` as quote, a header line. */
export interface TextFile {
  path: string;
  delimiter: string;
}

/**
 * Brings an upload into the form that {@link TextFile} describes.
 * @param file the upload on the local disk
 * @throws {EmptyUploadError} without a byte in it
 * @throws {UnreadableUploadError} when it is no UTF-8 text or its compression is broken
 */
export async function readTextFile(file: string): Promise<TextFile> {
  const path = await withLineFeeds(await decompressed(file));
  return { path, delimiter: delimiterOf(await headOf(path)) };
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

import { createReadStream } from 'node:fs';

const READ_BYTES = 1024 * 1024;
const HEAD_CHARACTERS = 256 * 1024;
const BYTE_ORDER_MARK = '\xef\xbb\xbf';
const REPLACEMENT = '\xef\xbf\xbd';

/**
 * A byte that never occurs in UTF-8. It marks what is not text (NULs and undecodable bytes), so that the table reader rejects
 * the row instead of accepting a value that was not exported.
 */
export const NO_TEXT = '\xff';

/**
 * Yields a file's text as UTF-8 bytes, one character each: line feeds only, no byte order mark, NULs and undecodable bytes as
 * {@link NO_TEXT}. Bytes as characters suffice because all characters that structure a table are ASCII; text that is UTF-8
 * already passes undecoded.
 */
export function utf8Text(file: string, encoding: string): AsyncGenerator<string> {
  return withLineFeeds(encoding === 'utf-8' ? utf8Chunks(file) : decodedChunks(file, encoding));
}

async function* utf8Chunks(file: string): AsyncGenerator<string> {
  let isFirst = true;
  for await (const chunk of createReadStream(file, { encoding: 'latin1', highWaterMark: READ_BYTES })) {
    yield isFirst && chunk.startsWith(BYTE_ORDER_MARK) ? chunk.slice(BYTE_ORDER_MARK.length) : chunk;
    isFirst = false;
  }
}

async function* decodedChunks(file: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  const utf8 = (text: string) => Buffer.from(text).toString('latin1');
  // UTF-16 can only be broken in surrogate pairs, so a replacement character there is in the export itself.
  const marked = (text: string) => (encoding.startsWith('utf-16') ? text : text.replaceAll(REPLACEMENT, NO_TEXT));
  for await (const chunk of createReadStream(file, { highWaterMark: READ_BYTES })) {
    yield marked(utf8(decoder.decode(chunk, { stream: true })));
  }
  yield marked(utf8(decoder.decode()));
}

async function* withLineFeeds(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const chunk of chunks) {
    const text = held + chunk;
    // Keep a carriage return at the end of a chunk: a line feed may follow.
    held = text.endsWith('\r') ? '\r' : '';
    yield text
      .slice(0, text.length - held.length)
      .replaceAll(/\r\n?/g, '\n')
      .replaceAll('\0', NO_TEXT);
  }
  if (held) yield '\n';
}

/** The beginning of a text, and whether it is the whole text. */
export async function takeHead(chunks: AsyncIterable<string>): Promise<{ head: string; isWhole: boolean }> {
  let head = '';
  for await (const chunk of chunks) {
    head += chunk;
    if (head.length > HEAD_CHARACTERS) return { head: head.slice(0, HEAD_CHARACTERS), isWhole: false };
  }
  return { head, isWhole: true };
}

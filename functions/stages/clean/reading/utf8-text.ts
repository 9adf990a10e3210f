import { createReadStream } from 'node:fs';

const READ_BYTES = 1024 * 1024;
const HEAD_CHARACTERS = 256 * 1024;
const BYTE_ORDER_MARK = '\xef\xbb\xbf';
const REPLACEMENT = '\xef\xbf\xbd';

/**
 * A byte that UTF-8 never has. It stands for what is no text (a NUL, bytes that the encoding does not have), so that the
 * table reader rejects its row instead of taking in a value that is not what was exported.
 */
export const NO_TEXT = '\xff';

/**
 * A file's text as the bytes of UTF-8, one character each: line feeds only, no byte order mark, NUL and what cannot be
 * decoded as {@link NO_TEXT}. Bytes as characters, because all signs that a table is made of are ASCII: text that is UTF-8
 * already passes without being decoded.
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
  // Only pairs of surrogates can be broken in UTF-16, so that there a replacement character is one of the export's own.
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
    // A carriage return that ends a chunk waits: a line feed may follow.
    held = text.endsWith('\r') ? '\r' : '';
    yield text
      .slice(0, text.length - held.length)
      .replaceAll(/\r\n?/g, '\n')
      .replaceAll('\0', NO_TEXT);
  }
  if (held) yield '\n';
}

/** The beginning of a text, and whether that is all. */
export async function takeHead(chunks: AsyncIterable<string>): Promise<{ head: string; isWhole: boolean }> {
  let head = '';
  for await (const chunk of chunks) {
    head += chunk;
    if (head.length > HEAD_CHARACTERS) return { head: head.slice(0, HEAD_CHARACTERS), isWhole: false };
  }
  return { head, isWhole: true };
}

import { UnreadableUploadError } from '../../../../shared/errors.ts';

/** How much one upload may ask for before it is refused. */
export interface Limits {
  /** Of one file as text: the disk of the function that reads it holds it twice. */
  textBytes: number;
  /** Bytes that one packed byte may become. DEFLATE reaches 1,032; exports of very equal rows stay below 100. */
  ratio: number;
  /** Unpacked bytes up to which the ratio does not matter. */
  smallBytes: number;
  columns: number;
  /** Of one line, as long as the table reader takes it. */
  lineBytes: number;
  /** Texts that an Excel workbook shares between its cells, as XML: they are held in memory. */
  sharedTextBytes: number;
}

export const defaultLimits: Limits = {
  textBytes: 4_000_000_000,
  ratio: 250,
  smallBytes: 64 * 1024 * 1024,
  columns: 2000,
  lineBytes: 4 * 1024 * 1024,
  sharedTextBytes: 256 * 1024 * 1024,
};

/**
 * Passes chunks on until they are more than one packed file may become.
 * @param packedBytes size of what is being unpacked
 * @throws {UnreadableUploadError} at the first byte too many
 */
export function unpackedWithin(packedBytes: number, { textBytes, ratio, smallBytes }: Limits) {
  const allowed = Math.min(textBytes, Math.max(smallBytes, ratio * packedBytes));
  return async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > allowed) {
        throw new UnreadableUploadError(
          `The file unpacks to more than ${megabytes(allowed)}, as ${megabytes(packedBytes)} of an export never do`,
        );
      }
      yield chunk;
    }
  };
}

/**
 * Passes text on while it and its lines keep to the limits.
 * @param chunks bytes, or text of one character per byte
 * @throws {UnreadableUploadError} when they do not
 */
export async function* textWithin<Chunk extends Buffer | string>(
  { textBytes, lineBytes }: Limits,
  chunks: AsyncIterable<Chunk>,
): AsyncGenerator<Chunk> {
  let bytes = 0;
  let lineSoFar = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > textBytes) {
      throw new UnreadableUploadError(`The file is more than ${megabytes(textBytes)} as text: split it`);
    }
    const end = chunk.includes('\n') ? '\n' : '\r';
    const lineEnd = chunk.indexOf(end);
    checkLine(lineSoFar + (lineEnd < 0 ? chunk.length : lineEnd), lineBytes);
    lineSoFar = lineEnd < 0 ? lineSoFar + chunk.length : chunk.length - chunk.lastIndexOf(end) - 1;
    yield chunk;
  }
}

/** @throws {UnreadableUploadError} when one line is longer than the table reader takes */
export function checkLine(bytes: number, lineBytes: number): void {
  if (bytes > lineBytes) throw new UnreadableUploadError(`A line is longer than ${megabytes(lineBytes)}`);
}

/** @throws {UnreadableUploadError} when there are more columns than any export has */
export function checkColumns(count: number, { columns }: Limits): void {
  if (count > columns) {
    throw new UnreadableUploadError(
      `The file has more than ${columns} columns: leave out those that say nothing of customers, or turn the table`,
    );
  }
}

const megabytes = (bytes: number) => (bytes < 1e6 ? `${bytes} bytes` : `${Math.round(bytes / 1e6)} MB`);

import { UnreadableUploadError } from '../../../../shared/errors.ts';

/** What to do about a file that is too large: lines of an order must not come to lie in two files. */
export const SPLIT_IT = 'split it with `npm run split -- FILE --to DIR`, which keeps the lines of an order together';

/** Limits above which an upload is rejected. */
export interface Limits {
  /** Maximum size of one file as text; the disk of the function holds it twice. */
  textBytes: number;
  /** Maximum compression ratio. DEFLATE reaches 1,032; very repetitive exports stay below 100. */
  ratio: number;
  /** Unpacked size up to which the ratio is ignored. */
  smallBytes: number;
  columns: number;
  /** Maximum length of a line for the table reader. */
  lineBytes: number;
  /** Maximum size of the shared strings of an Excel workbook as XML; they are held in memory. */
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
 * Passes chunks through up to the maximum size of an unpacked file.
 * @param packedBytes size before unpacking
 * @throws {UnreadableUploadError} at the first byte beyond the limit
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
 * Passes text through within the limits of total size and line length.
 * @param chunks bytes, or text of one character per byte
 * @throws {UnreadableUploadError} if a limit is exceeded
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
      throw new UnreadableUploadError(`The file is more than ${megabytes(textBytes)} as text: ${SPLIT_IT}`);
    }
    const end = chunk.includes('\n') ? '\n' : '\r';
    const lineEnd = chunk.indexOf(end);
    checkLine(lineSoFar + (lineEnd < 0 ? chunk.length : lineEnd), lineBytes);
    lineSoFar = lineEnd < 0 ? lineSoFar + chunk.length : chunk.length - chunk.lastIndexOf(end) - 1;
    yield chunk;
  }
}

/** @throws {UnreadableUploadError} if a line is too long for the table reader */
export function checkLine(bytes: number, lineBytes: number): void {
  if (bytes > lineBytes) throw new UnreadableUploadError(`A line is longer than ${megabytes(lineBytes)}`);
}

/** @throws {UnreadableUploadError} if there are too many columns */
export function checkColumns(count: number, { columns }: Limits): void {
  if (count > columns) {
    throw new UnreadableUploadError(
      `The file has more than ${columns} columns: leave out those that say nothing of customers, or turn the table`,
    );
  }
}

const megabytes = (bytes: number) => (bytes < 1e6 ? `${bytes} bytes` : `${Math.round(bytes / 1e6)} MB`);

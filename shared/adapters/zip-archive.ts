import { isUtf8 } from 'node:buffer';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import {
  type Entry,
  fromRandomAccessReaderPromise,
  getFileNameLowLevel,
  openPromise,
  RandomAccessReader,
  validateFileName,
  type ZipFile,
} from 'yauzl';
import type { ArchiveEntry } from '../domain/intake/archives.ts';
import { UnreadableUploadError } from '../errors.ts';

/** No archive of exports has more entries than this. */
const MAX_ENTRIES = 10_000;
const BLOCK_BYTES = 256 * 1024;
const STORED = 0;
const DEFLATED = 8;

/** An open zip archive. */
export interface Archive {
  entries: readonly ArchiveEntry[];
  /** The unpacked bytes of one entry; fails if they are damaged. */
  read(path: string): AsyncIterable<Buffer>;
  close(): void;
}

/** Reads the bytes from `start` (inclusive) to `end` (exclusive). */
type ReadRange = (start: number, end: number) => Promise<Readable>;

const options = { autoClose: false, decodeStrings: false, lazyEntries: true } as const;

/** Opens a zip archive on the local disk. @throws {UnreadableUploadError} when it is damaged, encrypted or malicious */
export async function openArchive(file: string): Promise<Archive> {
  const { size } = await stat(file);
  return openArchiveFile(() => openPromise(file, options), size);
}

/**
 * Opens a remote zip archive; fetches only the ranges that are read.
 * @throws {UnreadableUploadError} when it is damaged, encrypted or malicious
 */
export function openRemoteArchive(readRange: ReadRange, bytes: number): Promise<Archive> {
  return openArchiveFile(() => fromRandomAccessReaderPromise(new RangeReader(readRange, bytes), bytes, options), bytes);
}

async function openArchiveFile(open: () => Promise<ZipFile>, archiveBytes: number): Promise<Archive> {
  const zip = await open().catch((error: unknown) => {
    throw asInputError(error);
  });
  try {
    const found = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) {
      if (found.size === MAX_ENTRIES)
        throw new UnreadableUploadError(`The zip archive has over ${MAX_ENTRIES} entries`);
      found.set(checkedPath(entry), entry);
    }
    const entries = [...found].map(([path, entry]) => ({
      path,
      bytes: entry.uncompressedSize,
      packedBytes: entry.compressedSize,
      modifiedAt: entry.getLastModDate().toISOString(),
    }));
    // With overlapping entries, a small archive can unpack to petabytes (Fifield, A better zip bomb, WOOT 2019).
    if (entries.reduce((sum, { packedBytes }) => sum + packedBytes, 0) > archiveBytes) {
      throw new UnreadableUploadError('The zip archive has overlapping entries');
    }
    return {
      entries,
      read: (path) => unpackedBytes(zip, found.get(path)),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw asInputError(error);
  }
}

/** The path of an entry. @throws {UnreadableUploadError} when it leads out of the archive or cannot be unpacked */
function checkedPath(entry: Entry): string {
  const path = entryPath(entry);
  if (validateFileName(path)) throw new UnreadableUploadError('The zip archive has a path that leads out of it');
  if (entry.isEncrypted()) throw new UnreadableUploadError('The zip archive is encrypted: pack it without a password');
  if (![STORED, DEFLATED].includes(entry.compressionMethod)) {
    throw new UnreadableUploadError(
      `The zip archive is packed by method ${entry.compressionMethod}: expected deflate, as most programs do`,
    );
  }
  return path;
}

/** Names without the UTF-8 flag are in the packer's encoding: often still UTF-8, or GBK on a Chinese Windows. */
function entryPath({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  const standardName = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
  const hasUtf8Flag = (generalPurposeBitFlag & 0x800) !== 0 || extraFields.some(({ id }) => id === 0x7075);
  if (hasUtf8Flag) return standardName;
  return new TextDecoder(isUtf8(fileNameRaw) ? 'utf-8' : 'gb18030').decode(fileNameRaw).replaceAll('\\', '/');
}

async function* unpackedBytes(zip: ZipFile, entry: Entry | undefined): AsyncGenerator<Buffer> {
  if (!entry) throw new UnreadableUploadError('The zip archive has no such entry');
  let checksum = 0;
  try {
    const stream = await zip.openReadStreamPromise(entry);
    // An error event without a listener after the last read would end the process.
    stream.on('error', () => {});
    for await (const chunk of stream) {
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  } catch (error) {
    throw asInputError(error);
  }
  if (checksum !== entry.crc32) throw asInputError(new Error('Wrong checksum'));
}

/** Archive errors are input errors; system and network errors are not, because a retry may succeed. */
function asInputError(error: unknown): unknown {
  const isArchiveError = error instanceof Error && !('syscall' in error) && !('$metadata' in error);
  if (!isArchiveError || error instanceof UnreadableUploadError) return error;
  return new UnreadableUploadError('The zip archive is damaged or ends early: pack it again', { cause: error });
}

/** Reads whole blocks, so that the many small reads of a listing do not each need a request. */
class RangeReader extends RandomAccessReader {
  private block = { start: 0, bytes: Buffer.alloc(0) };
  private readonly readRange: ReadRange;
  private readonly size: number;

  constructor(readRange: ReadRange, size: number) {
    super();
    this.readRange = readRange;
    this.size = size;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const { readRange } = this;
    return Readable.from(
      (async function* () {
        yield* await readRange(start, end);
      })(),
      { objectMode: false },
    );
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, done: (error: Error | null) => void) {
    this.blockWith(position, length).then(({ start, bytes }) => {
      bytes.copy(buffer, offset, position - start, position - start + length);
      done(null);
    }, done);
  }

  private async blockWith(position: number, length: number) {
    const { start, bytes } = this.block;
    if (position >= start && position + length <= start + bytes.length) return this.block;
    const end = Math.min(position + Math.max(length, BLOCK_BYTES), this.size);
    const chunks = await (await this.readRange(position, end)).toArray();
    this.block = { start: position, bytes: Buffer.concat(chunks) };
    return this.block;
  }
}

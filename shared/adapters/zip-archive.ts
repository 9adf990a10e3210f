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

/** More entries than this are no archive of exports. */
const MAX_ENTRIES = 10_000;
const BLOCK_BYTES = 256 * 1024;
const STORED = 0;
const DEFLATED = 8;

/** A zip archive that is open for reading. */
export interface Archive {
  entries: readonly ArchiveEntry[];
  /** The unpacked bytes of one entry; ends in an error when they are damaged. */
  read(path: string): AsyncIterable<Buffer>;
  close(): void;
}

/** Gives the bytes from `start` up to, not including, `end`. */
type ReadRange = (start: number, end: number) => Promise<Readable>;

const options = { autoClose: false, decodeStrings: false, lazyEntries: true } as const;

/** Opens a zip archive on the local disk. @throws {UnreadableUploadError} when it is damaged, encrypted or malicious */
export async function openArchive(file: string): Promise<Archive> {
  const { size } = await stat(file);
  return openArchiveFile(() => openPromise(file, options), size);
}

/**
 * Opens a zip archive that lies elsewhere, of which only what is asked for is fetched.
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
    }));
    // Of entries that share bytes a small archive can unpack to petabytes (Fifield, A better zip bomb, WOOT 2019).
    if (entries.reduce((sum, { packedBytes }) => sum + packedBytes, 0) > archiveBytes) {
      throw new UnreadableUploadError('The zip archive has entries that overlap');
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

/** The path of an entry that may be read. @throws {UnreadableUploadError} when it climbs out or cannot be unpacked */
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

/** Names without the UTF-8 flag are of the packer's own encoding: UTF-8 all the same, or that of a Chinese Windows. */
function entryPath({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  const byTheStandard = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
  const saysUtf8 = (generalPurposeBitFlag & 0x800) !== 0 || extraFields.some(({ id }) => id === 0x7075);
  if (saysUtf8) return byTheStandard;
  return new TextDecoder(isUtf8(fileNameRaw) ? 'utf-8' : 'gb18030').decode(fileNameRaw).replaceAll('\\', '/');
}

async function* unpackedBytes(zip: ZipFile, entry: Entry | undefined): AsyncGenerator<Buffer> {
  if (!entry) throw new UnreadableUploadError('The zip archive has no such entry');
  let checksum = 0;
  try {
    const stream = await zip.openReadStreamPromise(entry);
    // An error that comes when nobody reads any more would end the process.
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

/** Errors of the archive are input errors; those of the system or the network may pass. */
function asInputError(error: unknown): unknown {
  const isTheirs = error instanceof Error && !('syscall' in error) && !('$metadata' in error);
  if (!isTheirs || error instanceof UnreadableUploadError) return error;
  return new UnreadableUploadError('The zip archive is damaged or ends early: pack it again', { cause: error });
}

/** Reads the small pieces that a listing is made of from whole blocks, so that each is not a request of its own. */
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

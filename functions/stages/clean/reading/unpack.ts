import { createReadStream, createWriteStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Archive, openArchive } from '../../../../shared/adapters/zip-archive.ts';
import { archiveContents, isWorkbook, MAX_TABLES } from '../../../../shared/domain/intake/archives.ts';
import { EmptyUploadError, UnreadableUploadError } from '../../../../shared/errors.ts';
import { foreignFormat } from './foreign-formats.ts';
import { type Limits, unpackedWithin } from './limits.ts';

const HEAD_BYTES = 64 * 1024;
/** A gzip file in a zip archive in a gzip file; exports are not nested deeper. */
const MAX_LAYERS = 3;

/** An unpacked file. */
export interface Unpacked {
  path: string;
  /** First bytes of the file. */
  head: Buffer;
  format: 'text' | 'parquet' | 'xlsx';
  /** Packing, outermost first. */
  packing: ('gzip' | 'zip')[];
  /** Hidden or empty files of its archive. */
  ignored: string[];
}

/**
 * Unpacks a file, whatever its name, and detects its format from its content.
 * @param file left unchanged
 * @throws {EmptyUploadError} if it is empty or its archive has no table
 * @throws {UnreadableUploadError} if it is damaged, encrypted, too large unpacked, or of an unsupported format
 */
export async function unpack(file: string, target: string, limits: Limits): Promise<Unpacked> {
  const packing: Unpacked['packing'] = [];
  const ignored: string[] = [];
  for (let path = file; ; ) {
    const head = await readHead(path);
    const start = head.toString('latin1');
    const next = `${target}.${packing.length + 1}`;
    const isGzip = start.startsWith('\x1f\x8b');
    const isPacked = isGzip || start.startsWith('PK\x03\x04') || start.startsWith('PK\x05\x06');
    if (isPacked && packing.length === MAX_LAYERS) {
      throw new UnreadableUploadError(`The file is packed more than ${MAX_LAYERS} times`);
    }
    if (isGzip) {
      packing.push('gzip');
      await gunzip(path, next, limits);
    } else if (isPacked) {
      const archive = await openArchive(path);
      try {
        if (isWorkbook(archive.entries)) return { path, head, format: 'xlsx', packing, ignored };
        packing.push('zip');
        ignored.push(...(await unzip(archive, next, limits)));
      } finally {
        archive.close();
      }
    } else {
      const what = foreignFormat(start);
      if (what) throw new UnreadableUploadError(`The file is ${what}`);
      return { path, head, format: isParquet(start) ? 'parquet' : 'text', packing, ignored };
    }
    if (path !== file) await rm(path);
    path = next;
  }
}

/** The magic bytes, and a NUL, which text does not have. */
const isParquet = (start: string) => start.startsWith('PAR1') && start.includes('\0');

async function readHead(file: string): Promise<Buffer> {
  const handle = await open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  await handle.close();
  if (bytesRead === 0) throw new EmptyUploadError('The file is empty');
  return buffer.subarray(0, bytesRead);
}

async function gunzip(file: string, target: string, limits: Limits): Promise<void> {
  const { size } = await stat(file);
  try {
    await pipeline(createReadStream(file), createGunzip(), unpackedWithin(size, limits), createWriteStream(target));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))) throw error;
    throw new UnreadableUploadError('The gzip file is damaged or ends early: export it again', { cause: error });
  }
}

/** Extracts the only table of an archive. @returns the ignored files */
async function unzip(archive: Archive, target: string, limits: Limits): Promise<string[]> {
  const { tables, ignored } = archiveContents(archive.entries);
  const [table] = tables;
  if (!table) throw new EmptyUploadError('The zip archive holds no file with anything in it');
  if (tables.length > 1) {
    throw new UnreadableUploadError(
      `The archive holds ${tables.length} files where one is expected: pack them once, at most ${MAX_TABLES} together`,
    );
  }
  await extract(archive, table.path, target, limits);
  return ignored;
}

/** Extracts one entry of an archive. @throws {UnreadableUploadError} if it is damaged or too large */
export const extract = (archive: Archive, path: string, target: string, limits: Limits): Promise<void> =>
  pipeline(unpackedEntry(archive, path, limits), createWriteStream(target));

/** Streams one entry of an archive. @throws {UnreadableUploadError} during iteration if it is damaged or too large */
function unpackedEntry(archive: Archive, path: string, limits: Limits): AsyncIterable<Buffer> {
  const packedBytes = archive.entries.find((entry) => entry.path === path)?.packedBytes ?? 0;
  return unpackedWithin(packedBytes, limits)(archive.read(path));
}

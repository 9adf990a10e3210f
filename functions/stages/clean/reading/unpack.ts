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
/** A gzip file in a zip archive in a gzip file; what is packed deeper is no export. */
const MAX_LAYERS = 3;

/** A file as it was exported, without what it was packed in. */
export interface Unpacked {
  path: string;
  /** Its first bytes. */
  head: Buffer;
  format: 'text' | 'parquet' | 'xlsx';
  /** What it was packed in, outermost first. */
  packing: ('gzip' | 'zip')[];
  /** Files of its archive that are hidden or empty. */
  ignored: string[];
}

/**
 * Takes a file out of what it is packed in, whatever its name, and detects by its content what it is.
 * @param file left as it is
 * @throws {EmptyUploadError} without a byte, or without a table in the archive
 * @throws {UnreadableUploadError} when it is damaged, encrypted, too large unpacked, or of a format that is not read
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

/** Its mark, and bytes that no text has. */
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

/** Takes the one table out of an archive. @returns what was ignored beside it */
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

/** Writes one entry of an archive to the local disk. @throws {UnreadableUploadError} when it is damaged or too large */
export const extract = (archive: Archive, path: string, target: string, limits: Limits): Promise<void> =>
  pipeline(unpackedEntry(archive, path, limits), createWriteStream(target));

/** The bytes of one entry of an archive. @throws {UnreadableUploadError} on the way, when it is damaged or too large */
function unpackedEntry(archive: Archive, path: string, limits: Limits): AsyncIterable<Buffer> {
  const packedBytes = archive.entries.find((entry) => entry.path === path)?.packedBytes ?? 0;
  return unpackedWithin(packedBytes, limits)(archive.read(path));
}

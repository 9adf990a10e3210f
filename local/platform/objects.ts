import { createHash, randomUUID } from 'node:crypto';
import { constants, createReadStream, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { copyFile, type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Readable } from 'node:stream';
import { formatJson } from '../../shared/adapters/json-document.ts';
import { objectRequests } from '../../shared/adapters/metering/object-requests.ts';
import { DELETE_LIMIT } from '../../shared/adapters/object-limits.ts';
import type { ObjectStore, StoredObject } from '../../shared/ports/objects.ts';
import { hasCode, linkOrCopy, moveFile, PRIVATE_FILE, removeFile, tryRename } from './file-system.ts';
import type { CatalogueEntry, ObjectCatalogue } from './object-catalogue.ts';
import { objectPath } from './object-path.ts';
import { fileStamp, md5, type ObjectPlaces, openCatalogue } from './open-catalogue.ts';

const MAX_KEY_BYTES = 1024;
/** Buffer size for file I/O: fewer system calls than with the default of 64 KB. */
const highWaterMark = 1024 * 1024;

/** A bucket whose objects are files. */
export interface FileObjects extends ObjectStore {
  /** Writes all that a stream yields as an object; nothing if the stream fails. */
  receive(content: AsyncIterable<Uint8Array>, key: string, contentType: string): Promise<StoredObject>;

  /** An object with its content, or undefined if it does not exist. */
  open(key: string): Promise<OpenObject | undefined>;
}

export interface OpenObject extends Pick<CatalogueEntry, 'bytes' | 'etag' | 'contentType'> {
  content: Readable;
}

/**
 * Opens a store whose objects are files, after repairing what a killed process has left behind. Only one process may have it
 * open.
 *
 * A write makes a file in the scratch directory, flushes it to the disk, and then in one step moves it to its path and enters it
 * in the catalogue, so that an object is the old or the new one whenever the process is killed. A power failure may undo the
 * last writes, each as a whole. No file is changed in place: a reader that has it open, or a hard link to it from `fileFor`,
 * keeps the content. Opening a path twice may find two versions; opening a hard link twice does not.
 * @returns a function that returns the objects of a bucket
 * @throws {Error} naming the file, when one is missing
 */
export async function openObjects(
  places: ObjectPlaces,
  database: DatabaseSync,
): Promise<(bucket: string) => FileObjects> {
  const catalogue = await openCatalogue(places, database);
  return (bucket) => bucketObjects(bucket, places, catalogue);
}

function bucketObjects(bucket: string, { directory, scratch }: ObjectPlaces, catalogue: ObjectCatalogue): FileObjects {
  /** Uses an object's file; up to the first `await` of `work`, nothing can happen to it. */
  async function withFile<Result>(
    key: string,
    work: (file: string, entry: CatalogueEntry) => Result | Promise<Result>,
  ): Promise<Result | undefined> {
    const entry = catalogue.find(bucket, key);
    if (!entry) return undefined;
    const file = join(directory, entry.path);
    try {
      return await work(file, entry);
    } catch (error) {
      if (!hasCode(error, 'ENOENT') || existsSync(file)) throw error;
      if (!catalogue.find(bucket, key)) return undefined;
      throw new Error(`Missing ${file}: restore the data directory from a backup`, { cause: error });
    }
  }

  /** @throws {Error} if the object does not exist */
  async function withExisting<Result extends object>(...args: Parameters<typeof withFile<Result>>): Promise<Result> {
    const result = await withFile(...args);
    if (result === undefined) throw new Error(`No object ${args[0]} in ${bucket}`);
    return result;
  }

  /** Makes an object of a file in the scratch directory, whose content has been written to `handle`. */
  async function commit(
    temporary: string,
    handle: FileHandle,
    { key, etag, contentType }: Pick<CatalogueEntry, 'key' | 'etag' | 'contentType'>,
  ): Promise<StoredObject> {
    await handle.sync();
    const stats = await handle.stat({ bigint: true });
    const object = { key, etag, bytes: Number(stats.size), lastModified: new Date().toISOString() };
    const path = `${bucket}/${objectPath(key)}`;
    catalogue.put({ ...object, bucket, path, contentType, stamp: fileStamp(stats) }, () =>
      moveFile(temporary, join(directory, path)),
    );
    objectRequests.written(object.bytes);
    return object;
  }

  /** Lends the name of a file in the scratch directory, which is deleted if it is still there afterwards. */
  async function withTemporary<Result>(key: string, work: (temporary: string) => Promise<Result>): Promise<Result> {
    checkKey(key);
    const temporary = join(scratch, randomUUID());
    try {
      return await work(temporary);
    } finally {
      await rm(temporary, { force: true });
    }
  }

  const receive: FileObjects['receive'] = (content, key, contentType) =>
    withTemporary(key, async (temporary) => {
      await using handle = await open(temporary, 'wx', PRIVATE_FILE);
      const hash = createHash('md5');
      await handle.writeFile(observed(content, (chunk) => hash.update(chunk)));
      return await commit(temporary, handle, { key, etag: hash.digest('hex'), contentType });
    });

  const upload: FileObjects['upload'] = async (file, key, contentType) => {
    await receive(createReadStream(file, { highWaterMark }), key, contentType);
  };

  return {
    receive,
    upload,

    async list(prefix) {
      const objects = catalogue.list(bucket, prefix);
      objectRequests.listed(objects.length);
      return objects.map(({ key, etag, bytes, lastModified }) => ({ key, etag, bytes, lastModified }));
    },

    async getJson(key) {
      const content = await withFile(key, (file) => readFileSync(file));
      objectRequests.read(content?.length ?? 0);
      return content && JSON.parse(content.toString('utf8'));
    },

    async putJson(key, value) {
      await receive(chunks(Buffer.from(formatJson(value))), key, 'application/json');
    },

    readRange: (key, start, end) =>
      withExisting(key, (file, { bytes }) => {
        objectRequests.read(Math.min(end, bytes) - start);
        return createReadStream('', { fd: openSync(file, 'r'), start, end: end - 1, highWaterMark });
      }),

    open: (key) =>
      withFile(key, (file, { bytes, etag, contentType }) => {
        const content = createReadStream('', { fd: openSync(file, 'r'), highWaterMark });
        return { bytes, etag, contentType, content };
      }),

    async fileFor(key, target, bytes = 0) {
      const entry = await withExisting(key, (file, found) => {
        rmSync(target, { force: true });
        linkOrCopy(file, target);
        return found;
      });
      objectRequests.downloaded(entry.bytes, bytes);
    },

    async download(key, target, bytes = 0) {
      const entry = await withExisting(key, async (file, found) => {
        // Not written over: it may be a link to an object.
        rmSync(target, { force: true });
        await copyFile(file, target, constants.COPYFILE_FICLONE);
        return found;
      });
      objectRequests.downloaded(entry.bytes, bytes);
    },

    store: (file, key, contentType) =>
      withTemporary(key, async (temporary) => {
        if (!(await tryRename(file, temporary))) {
          await upload(file, key, contentType);
          return rm(file);
        }
        await using handle = await open(temporary, 'r');
        await handle.chmod(PRIVATE_FILE);
        const etag = await md5(handle.createReadStream({ highWaterMark, autoClose: false }));
        await commit(temporary, handle, { key, etag, contentType });
      }),

    async remove(keys) {
      for (let start = 0; start < keys.length; start += DELETE_LIMIT) {
        const paths = catalogue.remove(bucket, keys.slice(start, start + DELETE_LIMIT));
        for (const path of paths) removeFile(join(directory, path), directory);
      }
    },
  };
}

function checkKey(key: string): void {
  const bytes = Buffer.byteLength(key);
  if (bytes < 1 || bytes > MAX_KEY_BYTES || !key.isWellFormed())
    throw new Error(`Expected a key of 1 to ${MAX_KEY_BYTES} bytes of UTF-8, got ${bytes}`);
}

async function* observed<Chunk>(source: AsyncIterable<Chunk>, observe: (chunk: Chunk) => void): AsyncGenerator<Chunk> {
  for await (const chunk of source) {
    observe(chunk);
    yield chunk;
  }
}

async function* chunks(...content: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* content;
}

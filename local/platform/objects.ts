import { randomUUID } from 'node:crypto';
import { constants, createReadStream, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Readable } from 'node:stream';
import { objectRequests } from '../../shared/adapters/metering/object-requests.ts';
import { DELETE_LIMIT } from '../../shared/adapters/object-limits.ts';
import type { ObjectStore } from '../../shared/ports/objects.ts';
import { hasCode, linkOrCopy, READ_BUFFER_BYTES, removeFiles } from './file-system.ts';
import type { CatalogueEntry, ObjectCatalogue } from './object-catalogue.ts';
import { type ObjectWriter, objectWriter } from './object-writer.ts';
import { type ObjectPlaces, openCatalogue } from './open-catalogue.ts';

const buffered = { highWaterMark: READ_BUFFER_BYTES };

/** A bucket whose objects are files. */
export interface FileObjects extends Omit<ObjectStore, keyof ObjectWriter>, ObjectWriter {
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
 * @param now the machine's clock; objects are never older than those written before, even if it is put back
 * @returns a function that returns the objects of a bucket
 * @throws {Error} naming the file, when one is missing
 */
export function openObjects(
  places: ObjectPlaces,
  database: DatabaseSync,
  now = () => new Date(),
): (bucket: string) => FileObjects {
  const catalogue = openCatalogue(places, database, now);
  return (bucket) => bucketObjects(bucket, places, catalogue);
}

function bucketObjects(bucket: string, places: ObjectPlaces, catalogue: ObjectCatalogue): FileObjects {
  const { directory, scratch } = places;
  const writer = objectWriter(bucket, places, catalogue);

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

  async function remove(keys: readonly string[]): Promise<void> {
    for (let start = 0; start < keys.length; start += DELETE_LIMIT) {
      const paths = catalogue.remove(bucket, keys.slice(start, start + DELETE_LIMIT));
      removeFiles(
        paths.map((path) => join(directory, path)),
        directory,
      );
    }
  }

  return {
    ...writer,

    async list(prefix) {
      const objects = catalogue.list(bucket, prefix);
      objectRequests.listed(objects.length);
      return objects.map(({ key, etag, bytes, lastModified }) => ({ key, etag, bytes, lastModified }));
    },

    async getJson(key, parse = JSON.parse) {
      const content = await withFile(key, (file) => readFileSync(file));
      objectRequests.read(content?.length ?? 0);
      return content && parse(content.toString('utf8'));
    },

    readRange: (key, start, end) =>
      withExisting(key, (file, { bytes }) => {
        objectRequests.read(Math.min(end, bytes) - start);
        return createReadStream('', { fd: openSync(file, 'r'), start, end: end - 1, ...buffered });
      }),

    open: (key) =>
      withFile(key, (file, { bytes, etag, contentType }) => {
        const content = createReadStream('', { fd: openSync(file, 'r'), ...buffered });
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

    async move(key, target) {
      const temporary = join(scratch, randomUUID());
      try {
        const { etag, contentType } = await withExisting(key, (file, found) => {
          linkOrCopy(file, temporary);
          return found;
        });
        await writer.adopt(temporary, { key: target, etag, contentType });
        await remove([key]);
      } finally {
        await rm(temporary, { force: true });
      }
    },

    remove,
  };
}

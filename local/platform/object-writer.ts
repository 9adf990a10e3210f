import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { formatJson } from '../../shared/adapters/json-document.ts';
import { objectRequests } from '../../shared/adapters/metering/object-requests.ts';
import type { ObjectStore, StoredObject } from '../../shared/ports/objects.ts';
import { moveFile, PRIVATE_FILE, READ_BUFFER_BYTES, tryRename } from './file-system.ts';
import { md5 } from './md5.ts';
import type { CatalogueEntry, ObjectCatalogue } from './object-catalogue.ts';
import { objectPath } from './object-path.ts';
import { fileStamp, type ObjectPlaces } from './open-catalogue.ts';

const MAX_KEY_BYTES = 1024;
const buffered = { highWaterMark: READ_BUFFER_BYTES };

export interface ObjectWriter extends Pick<ObjectStore, 'putJson' | 'upload' | 'store' | 'receive'> {
  /** Moves a file with the content of another object into its place. */
  adopt(file: string, object: Pick<CatalogueEntry, 'key' | 'etag' | 'contentType'>): Promise<void>;
  /** As `receive` of {@link ObjectStore}. @returns the object as it is listed */
  receive(content: AsyncIterable<Uint8Array>, key: string, contentType: string): Promise<StoredObject>;
}

/** Writes the objects of a bucket as files: each first in the scratch directory, then in its place. */
export function objectWriter(
  bucket: string,
  { directory, scratch }: ObjectPlaces,
  catalogue: ObjectCatalogue,
): ObjectWriter {
  /** Lends a path in the scratch directory, where nothing is left afterwards. */
  async function withTemporary<Result>(key: string, work: (temporary: string) => Promise<Result>): Promise<Result> {
    checkKey(key);
    const temporary = join(scratch, randomUUID());
    try {
      return await work(temporary);
    } finally {
      await rm(temporary, { force: true });
    }
  }

  /** Moves a temporary file to its place and enters it in the catalogue, both at once. */
  async function commit(
    temporary: string,
    handle: FileHandle,
    { key, etag, contentType }: Pick<CatalogueEntry, 'key' | 'etag' | 'contentType'>,
    count: (bytes: number) => void = objectRequests.written,
  ): Promise<StoredObject> {
    await handle.sync();
    const stats = await handle.stat({ bigint: true });
    const object = { key, etag, bytes: Number(stats.size), lastModified: catalogue.nextTime() };
    const path = `${bucket}/${objectPath(key)}`;
    catalogue.enter({ ...object, bucket, path, contentType, stamp: fileStamp(stats) }, () =>
      moveFile(temporary, join(directory, path)),
    );
    count(object.bytes);
    return object;
  }

  const write = (
    content: AsyncIterable<Uint8Array>,
    key: string,
    contentType: string,
    count?: (bytes: number) => void,
  ): Promise<StoredObject> =>
    withTemporary(key, async (temporary) => {
      await using handle = await open(temporary, 'wx', PRIVATE_FILE);
      const hash = createHash('md5');
      await handle.writeFile(observed(content, (chunk) => hash.update(chunk)));
      return await commit(temporary, handle, { key, etag: hash.digest('hex'), contentType }, count);
    });

  const upload: ObjectWriter['upload'] = async (file, key, contentType) => {
    await write(createReadStream(file, buffered), key, contentType);
  };

  return {
    receive: (content, key, contentType) => write(content, key, contentType, objectRequests.received),
    upload,

    async putJson(key, value) {
      await write(Readable.from([Buffer.from(formatJson(value))]), key, 'application/json');
    },

    store: (file, key, contentType) =>
      withTemporary(key, async (temporary) => {
        if (!(await tryRename(file, temporary))) {
          await upload(file, key, contentType);
          return rm(file);
        }
        await using handle = await open(temporary, 'r');
        await handle.chmod(PRIVATE_FILE);
        const etag = await md5(handle.createReadStream({ ...buffered, autoClose: false }));
        await commit(temporary, handle, { key, etag, contentType });
      }),

    async adopt(file, object) {
      checkKey(object.key);
      await using handle = await open(file, 'r');
      await commit(file, handle, object, objectRequests.copied);
    },
  };
}

function checkKey(key: string): void {
  const bytes = Buffer.byteLength(key);
  if (key.isWellFormed() && bytes >= 1 && bytes <= MAX_KEY_BYTES) return;
  const got = key.isWellFormed() ? `${bytes} bytes` : 'a lone surrogate';
  throw new Error(`Expected a key of 1 to ${MAX_KEY_BYTES} bytes of UTF-8, got ${got}`);
}

async function* observed<Chunk>(source: AsyncIterable<Chunk>, observe: (chunk: Chunk) => void): AsyncGenerator<Chunk> {
  for await (const chunk of source) {
    observe(chunk);
    yield chunk;
  }
}

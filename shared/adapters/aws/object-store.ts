import { createReadStream, createWriteStream } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { mapWithConcurrency } from '../map-with-concurrency.ts';
import { meterObjects } from '../metering/metered-objects.ts';

const DELETE_LIMIT = 1000;
/** Of a file at a time: the system is asked less often than for the 64 KB that a socket brings. */
const BUFFER_BYTES = 1024 * 1024;
const PART_BYTES = 8 * 1024 * 1024;
/** What a request brings of a larger object: S3 gives several as fast as one. */
const RANGE_BYTES = 32 * 1024 * 1024;

/** One object as a listing shows it. */
export interface StoredObject {
  key: string;
  etag: string;
  bytes: number;
  lastModified: string;
}

export type ObjectStore = ReturnType<typeof objectStore>;

/**
 * One S3 bucket: JSON documents, and files by way of the local disk.
 * @param bucket its name
 */
export function objectStore(bucket: string, client = new S3Client({})) {
  meterObjects(client);

  async function put(key: string, body: Readable | string, contentType: string): Promise<void> {
    const upload = new Upload({
      client,
      partSize: PART_BYTES,
      params: { Bucket: bucket, Key: key, Body: body, ContentType: contentType },
    });
    await upload.done();
  }

  const get = (key: string, range: { Range?: string; IfMatch?: string | undefined } = {}) =>
    client.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...range }));
  const read = async (...asked: Parameters<typeof get>) => (await get(...asked)).Body as Readable;

  return {
    /** All objects below a prefix, in key order. */
    async list(prefix: string): Promise<StoredObject[]> {
      const objects: StoredObject[] = [];
      for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
        for (const { Key, ETag, Size, LastModified } of page.Contents ?? []) {
          objects.push({
            key: Key ?? '',
            etag: (ETag ?? '').replaceAll('"', ''),
            bytes: Size ?? 0,
            lastModified: LastModified?.toISOString() ?? '',
          });
        }
      }
      return objects;
    },

    /** A JSON document, or undefined where there is none. */
    async getJson(key: string): Promise<unknown> {
      try {
        const chunks = await (await read(key)).toArray();
        return JSON.parse(Buffer.concat(chunks).toString('utf8'));
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },

    putJson: (key: string, value: unknown) => put(key, `${JSON.stringify(value, null, 2)}\n`, 'application/json'),

    /** Removes objects; keys that are not there are no error. */
    async remove(keys: readonly string[]): Promise<void> {
      for (let start = 0; start < keys.length; start += DELETE_LIMIT) {
        const Objects = keys.slice(start, start + DELETE_LIMIT).map((Key) => ({ Key }));
        const { Errors } = await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
        if (Errors?.length) throw new Error(`Could not remove ${Errors.length} objects: ${Errors[0]?.Code}`);
      }
    },

    /** The bytes of an object from `start` up to, not including, `end`. */
    readRange: (key: string, start: number, end: number) => read(key, { Range: byteRange(start, end) }),

    /**
     * Streams an object to a local file.
     * @param bytes its size, where it is known: a large one is then brought in several ranges at once
     */
    async download(key: string, file: string, bytes = 0): Promise<void> {
      if (bytes <= RANGE_BYTES) return pipeline(await read(key), createWriteStream(file));
      await writeFile(file, '');
      const first = await get(key, { Range: byteRange(0, RANGE_BYTES) });
      const size = Number(first.ContentRange?.split('/').at(-1));
      const starts = Array.from({ length: Math.ceil(size / RANGE_BYTES) }, (_, index) => index * RANGE_BYTES);
      await mapWithConcurrency(starts, async (start) => {
        // Should the object be overwritten meanwhile, its ranges would not be of one.
        const range = { Range: byteRange(start, start + RANGE_BYTES), IfMatch: first.ETag };
        const body = start === 0 ? first.Body : await read(key, range);
        await pipeline(body as Readable, createWriteStream(file, { flags: 'r+', start, highWaterMark: BUFFER_BYTES }));
      });
    },

    /** Streams a local file to an object: as one, or in parts when it is large. */
    async upload(file: string, key: string, contentType: string): Promise<void> {
      const { size } = await stat(file);
      const body = createReadStream(file, { highWaterMark: BUFFER_BYTES });
      if (size > PART_BYTES * 8) await put(key, body, contentType);
      else {
        const object = { Bucket: bucket, Key: key, Body: body, ContentLength: size, ContentType: contentType };
        await client.send(new PutObjectCommand(object));
      }
    },
  };
}

const byteRange = (start: number, end: number) => `bytes=${start}-${end - 1}`;

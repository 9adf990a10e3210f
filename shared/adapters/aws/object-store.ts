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
/** Buffer size for file I/O: fewer system calls than with the default of 64 KB. */
const BUFFER_BYTES = 1024 * 1024;
const PART_BYTES = 8 * 1024 * 1024;
/** Size of one ranged GET of a large object; S3 serves several in parallel at full speed. */
const RANGE_BYTES = 32 * 1024 * 1024;

/** An object in a listing. */
export interface StoredObject {
  key: string;
  etag: string;
  bytes: number;
  lastModified: string;
}

export type ObjectStore = ReturnType<typeof objectStore>;

/**
 * One S3 bucket: JSON documents, and files copied from and to the local disk.
 * @param bucket bucket name
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
  const read = async (...args: Parameters<typeof get>) => (await get(...args)).Body as Readable;

  return {
    /** All objects with a key prefix, in key order. */
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

    /** A JSON document, or undefined if it does not exist. */
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

    /** Deletes objects; ignores keys that do not exist. */
    async remove(keys: readonly string[]): Promise<void> {
      for (let start = 0; start < keys.length; start += DELETE_LIMIT) {
        const Objects = keys.slice(start, start + DELETE_LIMIT).map((Key) => ({ Key }));
        const { Errors } = await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
        if (Errors?.length) throw new Error(`Could not delete ${Errors.length} objects: ${Errors[0]?.Code}`);
      }
    },

    /** The bytes of an object from `start` (inclusive) to `end` (exclusive). */
    readRange: (key: string, start: number, end: number) => read(key, { Range: byteRange(start, end) }),

    /**
     * Downloads an object to a local file.
     * @param bytes its size if known; a large object is then downloaded in parallel ranges
     */
    async download(key: string, file: string, bytes = 0): Promise<void> {
      if (bytes <= RANGE_BYTES) return pipeline(await read(key), createWriteStream(file));
      await writeFile(file, '');
      const first = await get(key, { Range: byteRange(0, RANGE_BYTES) });
      const size = Number(first.ContentRange?.split('/').at(-1));
      const starts = Array.from({ length: Math.ceil(size / RANGE_BYTES) }, (_, index) => index * RANGE_BYTES);
      await mapWithConcurrency(starts, async (start) => {
        // The ETag condition prevents a mix of two versions if the object is overwritten during the download.
        const range = { Range: byteRange(start, start + RANGE_BYTES), IfMatch: first.ETag };
        const body = start === 0 ? first.Body : await read(key, range);
        await pipeline(body as Readable, createWriteStream(file, { flags: 'r+', start, highWaterMark: BUFFER_BYTES }));
      });
    },

    /** Uploads a local file, in parts if it is large. */
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

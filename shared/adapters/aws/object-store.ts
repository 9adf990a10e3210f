import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { ObjectStore, StoredObject } from '../../ports/objects.ts';
import { formatJson } from '../json-document.ts';
import { mapWithConcurrency } from '../map-with-concurrency.ts';
import { meterObjects } from '../metering/metered-objects.ts';
import { DELETE_LIMIT, MULTIPART_BYTES, PART_BYTES, RANGE_BYTES } from '../object-limits.ts';
import { stopAtDeadline } from './stop-at-deadline.ts';

/** Buffer size for file I/O: fewer system calls than with the default of 64 KB. */
const BUFFER_BYTES = 1024 * 1024;

/**
 * One S3 bucket.
 * @param bucket bucket name
 */
export function objectStore(bucket: string, client = new S3Client({})): ObjectStore {
  meterObjects(client);
  stopAtDeadline(client);

  const get = (key: string, range: { Range?: string; IfMatch?: string | undefined } = {}) =>
    client.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...range }));
  const read = async (...args: Parameters<typeof get>) => (await get(...args)).Body as Readable;

  /** Downloads a large object in parallel ranges. */
  async function download(key: string, file: string, bytes = 0): Promise<void> {
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
  }

  /** Uploads a large file in parts. */
  async function upload(file: string, key: string, contentType: string): Promise<void> {
    const { size } = await stat(file);
    const Body = createReadStream(file, { highWaterMark: BUFFER_BYTES });
    const object = { Bucket: bucket, Key: key, Body, ContentType: contentType };
    if (size > MULTIPART_BYTES) await new Upload({ client, partSize: PART_BYTES, params: object }).done();
    else await client.send(new PutObjectCommand({ ...object, ContentLength: size }));
  }

  async function remove(keys: readonly string[]): Promise<void> {
    for (let start = 0; start < keys.length; start += DELETE_LIMIT) {
      const Objects = keys.slice(start, start + DELETE_LIMIT).map((Key) => ({ Key }));
      const { Errors } = await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
      if (Errors?.length) throw new Error(`Could not delete ${Errors.length} objects: ${Errors[0]?.Code}`);
    }
  }

  return {
    async list(prefix) {
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

    async getJson(key, parse = JSON.parse) {
      try {
        const chunks = await (await read(key)).toArray();
        return parse(Buffer.concat(chunks).toString('utf8'));
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },

    async putJson(key, value) {
      const Body = formatJson(value);
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType: 'application/json' }));
    },

    readRange: (key, start, end) => read(key, { Range: byteRange(start, end) }),

    fileFor: download,
    download,
    upload,

    async store(file, key, contentType) {
      await upload(file, key, contentType);
      await rm(file);
    },

    async receive(content, key, contentType) {
      let bytes = 0;
      const counted = Readable.from(content).map((chunk: Uint8Array) => {
        bytes += chunk.length;
        return chunk;
      });
      const params = { Bucket: bucket, Key: key, Body: counted, ContentType: contentType };
      await new Upload({ client, partSize: PART_BYTES, params }).done();
      return { bytes };
    },

    async move(key, target) {
      // Encoded as a whole: S3 reads an encoded slash as a slash.
      const CopySource = encodeURIComponent(`${bucket}/${key}`);
      await client.send(new CopyObjectCommand({ Bucket: bucket, Key: target, CopySource }));
      await remove([key]);
    },

    remove,
  };
}

const byteRange = (start: number, end: number) => `bytes=${start}-${end - 1}`;
